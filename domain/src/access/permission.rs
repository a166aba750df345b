//! The permission table: who may do what. One row for each thing that can be asked of the service, one column for each
//! standing, every cell written out: nothing follows from another cell. What has no row cannot be asked.
//!
//! A *yes* opens the door only. What lies behind has its own rules: the exact words of an agreement, the stage of a
//! step, a partner's share of *that* step. A *no* about a parcours is told like a parcours that does not exist (`VW2`).

use super::actor::{Actor, Role, Who};

/// How someone stands towards the parcours that is asked for. Where none is named, the two columns of a role agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not signed in.
    Nobody,
    /// A usager, towards another's parcours.
    OtherUsager,
    /// The usager of the parcours, without a fresh card and PIN.
    Usager,
    /// The usager of the parcours, with card and PIN just now.
    UsagerProven,
    /// A professional assigned to the parcours.
    Assigned,
    /// A professional of the cell who is not.
    Unassigned,
    /// A member of an organisation with which something of the parcours is shared at this moment.
    PartnerWithShare,
    /// A partner with whom nothing of it is shared.
    PartnerWithout,
}

impl Standing {
    /// Every standing, in the order of the table's columns.
    pub const ALL: [Self; 8] = [
        Self::Nobody,
        Self::OtherUsager,
        Self::Usager,
        Self::UsagerProven,
        Self::Assigned,
        Self::Unassigned,
        Self::PartnerWithShare,
        Self::PartnerWithout,
    ];

    /// The standing of a command's author. The edge has looked up the session: whoever it lets act as a professional is
    /// assigned, as a partner has a share; of a proof only one that still holds counts (`AG1`).
    pub fn of(actor: &Actor) -> Self {
        match &actor.who {
            Who::Usager {
                person,
                proof: Some(proof),
            } if proof.holds(*person, actor.at) => Self::UsagerProven,
            Who::Usager { .. } => Self::Usager,
            Who::Professional { .. } => Self::Assigned,
            Who::Partner { .. } => Self::PartnerWithShare,
        }
    }
}

/// What ties someone to a parcours, at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// It is theirs.
    pub mine: bool,
    /// They are assigned to it, under a capability for which that counts.
    pub assigned: bool,
    /// Something of it is shared with their organisation.
    pub shared: bool,
}

impl Standing {
    /// The one answer to *who asks*: how someone with this role stands towards a parcours with these ties (none where no
    /// parcours is named). `proven` says whether card and PIN were given just now.
    pub const fn towards(role: Role, ties: Ties, proven: bool) -> Self {
        match (role, ties) {
            (Role::Usager, Ties { mine: false, .. }) => Self::OtherUsager,
            (Role::Usager, _) if proven => Self::UsagerProven,
            (Role::Usager, _) => Self::Usager,
            (Role::Professional, Ties { assigned: true, .. }) => Self::Assigned,
            (Role::Professional, _) => Self::Unassigned,
            (Role::Partner, Ties { shared: true, .. }) => Self::PartnerWithShare,
            (Role::Partner, _) => Self::PartnerWithout,
        }
    }

    /// Whether someone who stands so sees the board itself.
    pub const fn is_on_the_board(self) -> bool {
        matches!(self, Self::Usager | Self::UsagerProven | Self::Assigned)
    }
}

/// Whether someone who stands so may do this.
pub fn allows(operation: Operation, standing: Standing) -> bool {
    let row = operation.row();
    let at = Standing::ALL.iter().position(|known| *known == standing);
    at.is_some_and(|at| row[at])
}

macro_rules! cell {
    (yes) => {
        true
    };
    (no) => {
        false
    };
}

macro_rules! table {
    ($($operation:ident $address:literal $($cell:ident)+;)+) => {
        /// Everything that can be asked of the service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each stands in the table with its address")]
        pub enum Operation { $($operation,)+ }

        impl Operation {
            /// Every operation, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$operation,)+];

            /// Where it is asked for: a path, with the parts that vary in braces, or `/live` and the command's name.
            pub fn address(self) -> &'static str {
                match self { $(Self::$operation => $address,)+ }
            }

            fn row(self) -> [bool; Standing::ALL.len()] {
                match self { $(Self::$operation => [$(cell!($cell)),+],)+ }
            }
        }
    };
}

// The columns: Nobody, OtherUsager, Usager, UsagerProven, Assigned, Unassigned, PartnerWithShare, PartnerWithout.
table! {
    // Pages. The page of a parcours shows only what its function below answers.
    //                                                       nobody other  usager proven assig. unass. share  none
    PageRoot          "/"                                    yes    yes    yes    yes    yes    yes    yes    yes;
    PageSignIn        "/connexion"                           yes    yes    yes    yes    yes    yes    yes    yes;
    PageCard          "/carte"                               yes    yes    yes    yes    yes    yes    yes    yes;
    PageHome          "/accueil"                             no     no     no     no     yes    yes    no     no;
    PageBoard         "/parcours/{id}"                       no     no     yes    yes    yes    no     no     no;
    PageStep          "/parcours/{id}/etape/{step}"          no     no     yes    yes    yes    no     no     no;
    PageMyParcours    "/mon-parcours"                        no     yes    yes    yes    no     no     no     no;
    // Who has several memberships chooses the one they act under.
    PageMemberships   "/espaces"                             no     no     no     no     yes    yes    yes    yes;
    PageShares        "/partage"                             no     no     no     no     no     no     yes    yes;
    PageShare         "/partage/{id}"                        no     no     no     no     no     no     yes    no;

    // Server functions (EV3).
    SignIn            "/api/v1/sign_in"                      yes    yes    yes    yes    yes    yes    yes    yes;
    SignInWithCard    "/api/v1/sign_in_with_card"            yes    yes    yes    yes    yes    yes    yes    yes;
    ProveAgain        "/api/v1/prove_again"                  no     yes    yes    yes    no     no     no     no;
    SignOut           "/api/v1/sign_out"                     yes    yes    yes    yes    yes    yes    yes    yes;
    Me                "/api/v1/me"                           yes    yes    yes    yes    yes    yes    yes    yes;
    Memberships       "/api/v1/memberships"                  no     no     no     no     yes    yes    yes    yes;
    ChooseMembership  "/api/v1/choose_membership"            no     no     no     no     yes    yes    yes    yes;
    Home              "/api/v1/home"                         no     no     no     no     yes    yes    no     no;
    Board             "/api/v1/board"                        no     no     yes    yes    yes    no     no     no;
    MyBoard           "/api/v1/my_board"                     no     yes    yes    yes    no     no     no     no;
    IssueClient       "/api/v1/issue_client"                 no     no     yes    yes    yes    no     yes    no;
    ResetCard         "/api/v1/reset_card"                   no     no     no     no     yes    no     no     no;
    PartnerHome       "/api/v1/partner_home"                 no     no     no     no     no     no     yes    yes;
    PartnerBoard      "/api/v1/partner_board"                no     no     no     no     no     no     yes    no;

    // Routes of our own.
    Health            "/health"                              yes    yes    yes    yes    yes    yes    yes    yes;
    StaticFile        "/pkg/{*file}"                         yes    yes    yes    yes    yes    yes    yes    yes;
    Live              "/live"                                no     no     yes    yes    yes    no     yes    no;
    // Telling where one writes; partners neither tell nor hear of it (VW1).
    Here              "/live here"                           no     no     yes    yes    yes    no     no     no;

    // Words, facts and order of the board: usager and team alike.
    Write             "/live write"                          no     no     yes    yes    yes    no     no     no;
    AddFinding        "/live add_finding"                    no     no     yes    yes    yes    no     no     no;
    Rate              "/live rate"                           no     no     yes    yes    yes    no     no     no;
    SetTheme          "/live set_theme"                      no     no     yes    yes    yes    no     no     no;
    ProposeStep       "/live propose_step"                   no     no     yes    yes    yes    no     no     no;
    SetDoers          "/live set_doers"                      no     no     yes    yes    yes    no     no     no;
    SetWhen           "/live set_when"                       no     no     yes    yes    yes    no     no     no;
    SetPlace          "/live set_place"                      no     no     yes    yes    yes    no     no     no;
    SetBring          "/live set_bring"                      no     no     yes    yes    yes    no     no     no;
    SetLifts          "/live set_lifts"                      no     no     yes    yes    yes    no     no     no;
    SetLeansOn        "/live set_leans_on"                   no     no     yes    yes    yes    no     no     no;
    AddCheck          "/live add_check"                      no     no     yes    yes    yes    no     no     no;
    TickCheck         "/live tick_check"                     no     no     yes    yes    yes    no     no     no;
    RemoveCheck       "/live remove_check"                   no     no     yes    yes    yes    no     no     no;
    Move              "/live move"                           no     no     yes    yes    yes    no     no     no;
    Comment           "/live comment"                        no     no     yes    yes    yes    no     no     no;
    RemoveComment     "/live remove_comment"                 no     no     yes    yes    yes    no     no     no;
    Remove            "/live remove"                         no     no     yes    yes    yes    no     no     no;
    Restore           "/live restore"                        no     no     yes    yes    yes    no     no     no;
    Undo              "/live undo"                           no     no     yes    yes    yes    no     no     no;

    // Answers, each for oneself (AG1, AG4, CF2).
    Agree             "/live agree"                          no     no     no     yes    yes    no     no     no;
    TalkAboutIt       "/live talk_about_it"                  no     no     yes    yes    yes    no     no     no;
    Refuse            "/live refuse"                         no     no     yes    yes    yes    no     no     no;
    Withdraw          "/live withdraw"                       no     no     yes    yes    yes    no     no     no;
    RecordPaper       "/live record_paper"                   no     no     no     no     yes    no     no     no;

    // The life of a step (AG3).
    Start             "/live start"                          no     no     yes    yes    yes    no     no     no;
    Finish            "/live finish"                         no     no     yes    yes    yes    no     no     no;
    Stop              "/live stop"                           no     no     yes    yes    yes    no     no     no;
    Reopen            "/live reopen"                         no     no     yes    yes    yes    no     no     no;

    // Sharing is the usager's alone; to end it takes no proof.
    Share             "/live share"                          no     no     no     yes    no     no     no     no;
    EndShare          "/live end_share"                      no     no     yes    yes    no     no     no     no;

    // Help: the usager asks, partners offer, a professional may say that it was given.
    AskForHelp        "/live ask_for_help needed"            no     no     yes    yes    no     no     no     no;
    HelpGiven         "/live ask_for_help no longer"         no     no     yes    yes    yes    no     no     no;
    OfferHelp         "/live offer_help"                     no     no     no     no     no     no     yes    no;
    WithdrawOffer     "/live withdraw_offer"                 no     no     no     no     no     no     yes    no;
}

impl Operation {
    /// Whether it is asked about one parcours.
    pub fn names_parcours(self) -> bool {
        let address = self.address();
        address.starts_with("/live")
            || address.contains("{id}")
            || matches!(
                self,
                Self::Board | Self::IssueClient | Self::ResetCard | Self::PartnerBoard
            )
    }
}

#[cfg(test)]
#[path = "permission_tests.rs"]
mod tests;
