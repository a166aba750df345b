//! Needs that were noticed, on their way to a cell (*repérage*).

use super::rows;
use crate::access::Capability;

rows! {
    /// Needs that were noticed, on their way to a cell (*repérage*).
    Referrals
    // Whoever needs it asks for themselves, without an account: they read nothing back.
    PageAsk         "/demander"                  nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    AskForOneself   "/api/v1/ask_for_oneself"    nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Whoever notices a need, at a counter or at a partner's: they read what they sent, and what became of it in one word.
    PageReport      "/signaler"                  nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    Report          "/api/v1/report"             nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    AnswerQuestion  "/api/v1/answer_question"    nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    // The cell's inbox, for those who accompany people.
    PageReferrals   "/entrees"                   nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    PageReferral    "/entrees/{referral}"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    MoveReferral    "/api/v1/move_referral"      nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
}

impl Referrals {
    /// What a membership must let its person be, beside how they stand: one of these; nothing more, where there are none.
    pub(in crate::access) const fn needs(self) -> &'static [Capability] {
        match self {
            Self::PageAsk | Self::AskForOneself | Self::PageReport | Self::Report | Self::AnswerQuestion => {
                &[]
            }
            Self::PageReferrals | Self::PageReferral | Self::MoveReferral => &Capability::ACCOMPANYING,
        }
    }
}
