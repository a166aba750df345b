//! The policy a second time, standing by standing, as one would read it aloud; every cell of the table is compared.

use super::Operation as Op;
use super::*;
use crate::access::card::{CardAccount, Tries};
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{ClientId, OrganisationId, PersonId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Open to whoever comes: signing in and out, the files of the page, the state of the service.
const OPEN: &[Op] = &[
    Op::Accounts(Accounts::PageRoot),
    Op::Accounts(Accounts::PageSignIn),
    Op::Accounts(Accounts::PageCard),
    Op::Accounts(Accounts::PageAbout),
    Op::Accounts(Accounts::PageCode),
    Op::Accounts(Accounts::GiveCode),
    Op::Accounts(Accounts::PageForgotten),
    Op::Accounts(Accounts::PageNewPassword),
    Op::Accounts(Accounts::AskNewPassword),
    Op::Accounts(Accounts::ChooseNewPassword),
    Op::Accounts(Accounts::PageTakeUp),
    Op::Accounts(Accounts::GiveBack),
    Op::Accounts(Accounts::TakeUp),
    Op::Accounts(Accounts::SignIn),
    Op::Accounts(Accounts::SignInWithCard),
    Op::Accounts(Accounts::SignOut),
    Op::Accounts(Accounts::Me),
    Op::Members(Members::PageFirstRun),
    Op::Members(Members::SetUp),
    Op::Members(Members::PageInvitation),
    Op::Members(Members::AcceptInvitation),
    Op::Referrals(Referrals::PageAsk),
    Op::Referrals(Referrals::AskForOneself),
    Op::House(House::Live),
    Op::House(House::Ready),
    Op::House(House::StaticFile),
];

/// What whoever is signed in does with their own session and pages.
const SIGNED_IN: &[Op] = &[
    Op::Accounts(Accounts::Stay),
    Op::Accounts(Accounts::PageDisplay),
    Op::Accounts(Accounts::SetDisplay),
];

/// What usager and assigned professional do alike on a board.
const TOGETHER: &[Op] = &[
    Op::Parcours(Parcours::PageBoard),
    Op::Parcours(Parcours::PageStep),
    Op::Parcours(Parcours::PagePaper),
    Op::Parcours(Parcours::Paper),
    Op::Parcours(Parcours::Board),
    Op::Parcours(Parcours::Act),
    Op::Parcours(Parcours::IssueClient),
    Op::Parcours(Parcours::Live),
    Op::Parcours(Parcours::Here),
    Op::Parcours(Parcours::Write),
    Op::Parcours(Parcours::AddFinding),
    Op::Parcours(Parcours::Rate),
    Op::Parcours(Parcours::SetTheme),
    Op::Parcours(Parcours::ProposeStep),
    Op::Parcours(Parcours::SetDoers),
    Op::Parcours(Parcours::SetWhen),
    Op::Parcours(Parcours::SetPlace),
    Op::Parcours(Parcours::SetBring),
    Op::Parcours(Parcours::SetLifts),
    Op::Parcours(Parcours::SetLeansOn),
    Op::Parcours(Parcours::AddCheck),
    Op::Parcours(Parcours::TickCheck),
    Op::Parcours(Parcours::PageTeam),
    Op::Parcours(Parcours::RemoveCheck),
    Op::Parcours(Parcours::Move),
    Op::Parcours(Parcours::Comment),
    Op::Parcours(Parcours::RemoveComment),
    Op::Parcours(Parcours::Remove),
    Op::Parcours(Parcours::Restore),
    Op::Parcours(Parcours::Undo),
    Op::Parcours(Parcours::TalkAboutIt),
    Op::Parcours(Parcours::Refuse),
    Op::Parcours(Parcours::Withdraw),
    Op::Parcours(Parcours::Start),
    Op::Parcours(Parcours::Finish),
    Op::Parcours(Parcours::Stop),
    Op::Parcours(Parcours::Reopen),
    Op::Parcours(Parcours::HelpGiven),
];

/// What a professional who coordinates does.
const COORDINATES: &[Op] = &[
    Op::Members(Members::PageMembers),
    Op::Members(Members::PageMember),
    Op::Members(Members::Invite),
    Op::Members(Members::InviteAgain),
    Op::Members(Members::SetCapabilities),
    Op::Members(Members::SuspendMember),
    Op::Members(Members::ResumeMember),
    Op::Members(Members::EndMember),
    Op::Members(Members::AddOrganisation),
];

/// What a professional who accompanies people does with what comes to the cell.
const RECEIVES: &[Op] = &[
    Op::Referrals(Referrals::PageReferrals),
    Op::Referrals(Referrals::PageReferral),
    Op::Referrals(Referrals::MoveReferral),
];

/// What whoever signs in with an account does: usagers have a card.
const WITH_ACCOUNT: &[Op] = &[
    Op::Referrals(Referrals::PageReport),
    Op::Referrals(Referrals::Report),
    Op::Referrals(Referrals::AnswerQuestion),
    Op::Accounts(Accounts::PageMemberships),
    Op::Accounts(Accounts::Memberships),
    Op::Accounts(Accounts::ChooseMembership),
    Op::Parcours(Parcours::PageSearch),
    Op::Parcours(Parcours::LookFor),
    Op::Accounts(Accounts::PageAccess),
    Op::Accounts(Accounts::ChangePassword),
    Op::Accounts(Accounts::EndSession),
    Op::Accounts(Accounts::EndOtherSessions),
    Op::Accounts(Accounts::AskCodes),
    Op::Accounts(Accounts::BeginCodes),
    Op::Accounts(Accounts::EndCodes),
];

fn expected(standing: Standing) -> BTreeSet<Op> {
    let own: &[&[Op]] = match standing {
        Standing::Nobody => &[],
        Standing::OtherUsager => &[&[
            Op::Parcours(Parcours::PageMyParcours),
            Op::Parcours(Parcours::PagePropose),
            Op::Accounts(Accounts::ProveAgain),
            Op::Parcours(Parcours::MyBoard),
        ]],
        Standing::Usager => &[
            TOGETHER,
            &[
                Op::Parcours(Parcours::PageMyParcours),
                Op::Parcours(Parcours::PagePropose),
                Op::Accounts(Accounts::ProveAgain),
                Op::Parcours(Parcours::MyBoard),
                Op::Parcours(Parcours::Propose),
                Op::Parcours(Parcours::EndShare),
                Op::Parcours(Parcours::AskForHelp),
                Op::Parcours(Parcours::AnswerOffer),
            ],
        ],
        Standing::UsagerProven => &[
            TOGETHER,
            &[
                Op::Parcours(Parcours::PageMyParcours),
                Op::Parcours(Parcours::PagePropose),
                Op::Accounts(Accounts::ProveAgain),
                Op::Parcours(Parcours::MyBoard),
                Op::Parcours(Parcours::Propose),
                Op::Parcours(Parcours::EndShare),
                Op::Parcours(Parcours::AskForHelp),
                Op::Parcours(Parcours::AnswerOffer),
            ],
            &[
                Op::Parcours(Parcours::Agree),
                Op::Parcours(Parcours::OwnGoal),
                Op::Parcours(Parcours::Share),
            ],
        ],
        Standing::Assigned => &[
            TOGETHER,
            WITH_ACCOUNT,
            COORDINATES,
            RECEIVES,
            &[
                Op::Parcours(Parcours::PageHome),
                Op::Parcours(Parcours::Home),
                Op::Parcours(Parcours::PageNewParcours),
                Op::Parcours(Parcours::OpenParcours),
                Op::Parcours(Parcours::Join),
                Op::Parcours(Parcours::Leave),
                Op::Parcours(Parcours::Lead),
                Op::Parcours(Parcours::PageIdentity),
                Op::Parcours(Parcours::CorrectIdentity),
                Op::Accounts(Accounts::PageGiveCard),
                Op::Accounts(Accounts::GiveCard),
                Op::Accounts(Accounts::ResetCard),
                Op::Accounts(Accounts::HandOver),
                Op::Parcours(Parcours::PageHandOver),
                Op::Parcours(Parcours::Agree),
                Op::Parcours(Parcours::RecordPaper),
                Op::Parcours(Parcours::TakePaperBack),
            ],
        ],
        Standing::Unassigned => &[
            WITH_ACCOUNT,
            COORDINATES,
            RECEIVES,
            &[
                Op::Parcours(Parcours::PageHome),
                Op::Parcours(Parcours::Home),
                Op::Parcours(Parcours::PageNewParcours),
                Op::Parcours(Parcours::OpenParcours),
            ],
        ],
        Standing::PartnerWithShare => &[
            WITH_ACCOUNT,
            &[
                Op::Partners(Partners::PageShares),
                Op::Partners(Partners::PageShare),
                Op::Partners(Partners::PartnerHome),
                Op::Partners(Partners::PartnerBoard),
            ],
            &[
                Op::Parcours(Parcours::IssueClient),
                Op::Parcours(Parcours::Live),
                Op::Parcours(Parcours::OfferHelp),
                Op::Parcours(Parcours::WithdrawOffer),
            ],
        ],
        Standing::PartnerWithout => &[
            WITH_ACCOUNT,
            &[
                Op::Partners(Partners::PageShares),
                Op::Partners(Partners::PartnerHome),
            ],
        ],
    };
    own.iter()
        .chain([&OPEN])
        .chain((standing != Standing::Nobody).then_some(&SIGNED_IN))
        .flat_map(|part| part.iter().copied())
        .collect()
}

#[test]
fn every_cell_of_the_table_is_the_policy() {
    for standing in Standing::ALL {
        let allowed: BTreeSet<Op> = Op::all()
            .filter(|operation| allows(*operation, standing))
            .collect();
        assert_eq!(allowed, expected(standing), "{standing:?}");
    }
}

#[test]
fn what_a_membership_must_allow_is_said_where_standing_does_not_tell() {
    for operation in Op::all() {
        let needs: &[Capability] = match operation {
            _ if COORDINATES.contains(&operation) => &[Capability::Coordinator],
            _ if RECEIVES.contains(&operation) => &Capability::ACCOMPANYING,
            Op::Parcours(Parcours::PageNewParcours | Parcours::OpenParcours) => &Capability::ACCOMPANYING,
            _ => &[],
        };
        assert_eq!(operation.needs(), needs, "{operation:?}");
    }
}

#[test]
fn where_no_parcours_is_named_standing_towards_one_counts_for_nothing() {
    for operation in Op::all().filter(|operation| !operation.names_parcours()) {
        for (near, far) in [
            (Standing::Usager, Standing::OtherUsager),
            (Standing::Assigned, Standing::Unassigned),
            (Standing::PartnerWithShare, Standing::PartnerWithout),
        ] {
            assert_eq!(allows(operation, near), allows(operation, far), "{operation:?}");
        }
    }
}

#[test]
fn about_a_parcours_nothing_is_open_to_those_who_have_nothing_to_do_with_it() {
    let strangers = [
        Standing::Nobody,
        Standing::OtherUsager,
        Standing::Unassigned,
        Standing::PartnerWithout,
    ];
    for operation in Op::all().filter(|operation| operation.names_parcours()) {
        for stranger in strangers {
            assert!(!allows(operation, stranger), "{operation:?} {stranger:?}");
        }
    }
}

#[test]
fn each_operation_has_an_address_of_its_own() {
    let addresses: BTreeSet<_> = Op::all().map(Op::address).collect();
    assert_eq!(addresses.len(), Op::all().count());
}

#[test]
fn a_proof_counts_while_it_is_fresh_and_for_its_own_person_only() {
    let (rose, other, now) = (
        PersonId(Uuid::from_u128(1)),
        PersonId(Uuid::from_u128(2)),
        Moment(0),
    );
    let proof = |person| {
        let (_, proven) = CardAccount {
            person,
            tries: Tries::default(),
        }
        .prove(
            crate::access::card::tests::right(),
            crate::access::Policy::default().pin,
            now,
        );
        proven.and_then(|proven| proven.fresh(now))
    };
    let standing = |who, at| {
        Standing::of(&Actor {
            who,
            client: ClientId(Uuid::from_u128(9)),
            at,
        })
    };
    let usager = |proof| Who::Usager { person: rose, proof };
    assert_eq!(standing(usager(proof(rose)), now), Standing::UsagerProven);
    assert_eq!(standing(usager(proof(rose)), now.plus_days(1)), Standing::Usager);
    assert_eq!(standing(usager(proof(other)), now), Standing::Usager);
    assert_eq!(standing(usager(None), now), Standing::Usager);
    let organisation = OrganisationId(Uuid::from_u128(3));
    assert_eq!(
        standing(Who::Professional { person: rose }, now),
        Standing::Assigned
    );
    assert_eq!(
        standing(
            Who::Partner {
                person: rose,
                organisation
            },
            now
        ),
        Standing::PartnerWithShare
    );
}

#[test]
fn a_tie_counts_for_the_role_that_it_belongs_to_and_for_no_other() {
    for bits in 0..8 {
        let [mine, assigned, shared] = [1, 2, 4].map(|bit| bits & bit != 0);
        let ties = Ties {
            mine,
            assigned,
            shared,
        };
        for proven in [false, true] {
            let usager = match (mine, proven) {
                (false, _) => Standing::OtherUsager,
                (true, false) => Standing::Usager,
                (true, true) => Standing::UsagerProven,
            };
            let team = if assigned {
                Standing::Assigned
            } else {
                Standing::Unassigned
            };
            let partner = if shared {
                Standing::PartnerWithShare
            } else {
                Standing::PartnerWithout
            };
            assert_eq!(Standing::towards(Role::Usager, ties, proven), usager);
            assert_eq!(Standing::towards(Role::Professional, ties, proven), team);
            assert_eq!(Standing::towards(Role::Partner, ties, proven), partner);
        }
    }
}
