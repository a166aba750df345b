//! Who works with a cell: how it begins, who is asked to come, what becomes of a membership.

use super::rows;
use crate::access::Capability;

rows! {
    /// Who works with a cell: how it begins, who is asked to come, what becomes of a membership.
    Members
    // A database without a cell is opened by whoever has its address of the first day; after that there is nothing there.
    PageFirstRun     "/mise-en-place"               nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    SetUp            "/api/v1/set_up"               nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // Whoever was asked to come has a number that opens it, and nobody else.
    PageInvitation   "/invitation"                  nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    AcceptInvitation "/api/v1/accept_invitation"    nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    // What a coordinator does; of who accompanies whom they learn how many they are, and no more.
    PageMembers      "/membres"                     nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    PageMember       "/membres/{membership}"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    Invite           "/api/v1/invite"               nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    InviteAgain      "/api/v1/invite_again"         nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    SetCapabilities  "/api/v1/set_capabilities"     nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    SuspendMember    "/api/v1/suspend_member"       nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    ResumeMember     "/api/v1/resume_member"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    EndMember        "/api/v1/end_member"           nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    AddOrganisation  "/api/v1/add_organisation"     nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
}

impl Members {
    /// What a membership must let its person be, beside how they stand: one of these; nothing more, where there are none.
    pub(in crate::access) const fn needs(self) -> &'static [Capability] {
        match self {
            Self::PageFirstRun | Self::SetUp | Self::PageInvitation | Self::AcceptInvitation => &[],
            Self::PageMembers
            | Self::PageMember
            | Self::Invite
            | Self::InviteAgain
            | Self::SetCapabilities
            | Self::SuspendMember
            | Self::ResumeMember
            | Self::EndMember
            | Self::AddOrganisation => &[Capability::Coordinator],
        }
    }
}
