// What was proposed is with the service: this tab keeps it no more.
Object.keys(sessionStorage).filter((place) => place.startsWith("proposition ")).forEach((place) => sessionStorage.removeItem(place));
history.replaceState(history.state, "", location.pathname);
