//! What partners read. What they say of a step is on the live link, with the rest of the parcours.

use super::rows;

rows! {
    /// What partners read. What they say of a step is on the live link, with the rest of the parcours.
    Partners
    PageShares   "/partage"              nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:yes;
    PageShare    "/partage/{id}"         nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:no;
    PartnerHome  "/api/v1/partner_home"  nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:yes;
    PartnerBoard "/api/v1/partner_board" nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:no;
}
