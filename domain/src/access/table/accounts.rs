//! Signing in and out, and the membership that a session acts under.

use super::rows;

rows! {
    /// Signing in and out, and the membership that a session acts under.
    Accounts
    PageRoot         "/"                         nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    PageSignIn       "/connexion"                nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    PageCard         "/carte"                    nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Help, personal data, accessibility, who runs this.
    PageAbout        "/a-propos"                 nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Who has several memberships chooses the one they act under.
    PageMemberships  "/espaces"                  nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    // How one's pages are shown.
    PageDisplay      "/affichage"                nobody:no  other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Who forgot their password asks for a letter to their address, and chooses another with its number.
    PageForgotten    "/mot-de-passe"             nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    PageNewPassword  "/nouveau-mot-de-passe"     nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Who gave their password is asked for a code beside it.
    PageCode         "/deuxieme-verification"    nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // One's own access: a usager has a card, and no account.
    PageAccess       "/mon-acces"                nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    // Who left a session with a tablet takes it up again, with a code.
    PageTakeUp       "/reprendre"                nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Server functions (EV3).
    SignIn           "/api/v1/sign_in"           nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    SignInWithCard   "/api/v1/sign_in_with_card" nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    GiveCode         "/api/v1/give_code"         nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    ChangePassword   "/api/v1/change_password"   nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    EndSession       "/api/v1/end_session"       nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    EndOtherSessions "/api/v1/end_other_sessions" nobody:no other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    AskCodes         "/api/v1/ask_codes"         nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    BeginCodes       "/api/v1/begin_codes"       nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    EndCodes         "/api/v1/end_codes"         nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    AskNewPassword    "/api/v1/ask_new_password" nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    ChooseNewPassword "/api/v1/choose_new_password" nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    ProveAgain       "/api/v1/prove_again"       nobody:no  other:yes usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    SignOut          "/api/v1/sign_out"          nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Passing the tablet: a professional leaves it, whoever has it gives it back, and the professional takes up their session.
    HandOver         "/api/v1/hand_over"         nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    GiveBack         "/api/v1/give_back"         nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    TakeUp           "/api/v1/take_up"           nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    Me               "/api/v1/me"                nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    SetDisplay       "/api/v1/set_display"       nobody:no  other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Whoever is asked whether they are still here is.
    Stay             "/api/v1/stay"              nobody:no  other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    Memberships      "/api/v1/memberships"       nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    ChooseMembership "/api/v1/choose_membership" nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    // A card is given beside the person, who chooses its code; the page shows it once, to be printed.
    PageGiveCard     "/parcours/{id}/carte"      nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    GiveCard         "/api/v1/give_card"         nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    ResetCard        "/api/v1/reset_card"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
}
