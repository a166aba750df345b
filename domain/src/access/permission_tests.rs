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
    Op::PageRoot,
    Op::PageSignIn,
    Op::PageCard,
    Op::SignIn,
    Op::SignInWithCard,
    Op::SignOut,
    Op::Me,
    Op::Health,
    Op::StaticFile,
];

/// What usager and assigned professional do alike on a board.
const TOGETHER: &[Op] = &[
    Op::PageBoard,
    Op::PageStep,
    Op::Board,
    Op::IssueClient,
    Op::Live,
    Op::Here,
    Op::Write,
    Op::AddFinding,
    Op::Rate,
    Op::SetTheme,
    Op::ProposeStep,
    Op::SetDoers,
    Op::SetWhen,
    Op::SetPlace,
    Op::SetBring,
    Op::SetLifts,
    Op::SetLeansOn,
    Op::AddCheck,
    Op::TickCheck,
    Op::RemoveCheck,
    Op::Move,
    Op::Comment,
    Op::RemoveComment,
    Op::Remove,
    Op::Restore,
    Op::Undo,
    Op::TalkAboutIt,
    Op::Refuse,
    Op::Withdraw,
    Op::Start,
    Op::Finish,
    Op::Stop,
    Op::Reopen,
    Op::HelpGiven,
];

/// What whoever signs in with an account does: usagers have a card.
const WITH_ACCOUNT: &[Op] = &[Op::PageMemberships, Op::Memberships, Op::ChooseMembership];

fn expected(standing: Standing) -> BTreeSet<Op> {
    let own: &[&[Op]] = match standing {
        Standing::Nobody => &[],
        Standing::OtherUsager => &[&[Op::PageMyParcours, Op::ProveAgain, Op::MyBoard]],
        Standing::Usager => &[
            TOGETHER,
            &[
                Op::PageMyParcours,
                Op::ProveAgain,
                Op::MyBoard,
                Op::EndShare,
                Op::AskForHelp,
            ],
        ],
        Standing::UsagerProven => &[
            TOGETHER,
            &[
                Op::PageMyParcours,
                Op::ProveAgain,
                Op::MyBoard,
                Op::EndShare,
                Op::AskForHelp,
            ],
            &[Op::Agree, Op::Share],
        ],
        Standing::Assigned => &[
            TOGETHER,
            WITH_ACCOUNT,
            &[Op::PageHome, Op::Home, Op::ResetCard, Op::Agree, Op::RecordPaper],
        ],
        Standing::Unassigned => &[WITH_ACCOUNT, &[Op::PageHome, Op::Home]],
        Standing::PartnerWithShare => &[
            WITH_ACCOUNT,
            &[Op::PageShares, Op::PageShare, Op::PartnerHome, Op::PartnerBoard],
            &[Op::IssueClient, Op::Live, Op::OfferHelp, Op::WithdrawOffer],
        ],
        Standing::PartnerWithout => &[WITH_ACCOUNT, &[Op::PageShares, Op::PartnerHome]],
    };
    own.iter()
        .chain([&OPEN])
        .flat_map(|part| part.iter().copied())
        .collect()
}

#[test]
fn every_cell_of_the_table_is_the_policy() {
    for standing in Standing::ALL {
        let allowed: BTreeSet<Op> = Op::ALL
            .iter()
            .copied()
            .filter(|operation| allows(*operation, standing))
            .collect();
        assert_eq!(allowed, expected(standing), "{standing:?}");
    }
}

#[test]
fn where_no_parcours_is_named_standing_towards_one_counts_for_nothing() {
    for operation in Op::ALL.iter().filter(|operation| !operation.names_parcours()) {
        for (near, far) in [
            (Standing::Usager, Standing::OtherUsager),
            (Standing::Assigned, Standing::Unassigned),
            (Standing::PartnerWithShare, Standing::PartnerWithout),
        ] {
            assert_eq!(allows(*operation, near), allows(*operation, far), "{operation:?}");
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
    for operation in Op::ALL.iter().filter(|operation| operation.names_parcours()) {
        for stranger in strangers {
            assert!(!allows(*operation, stranger), "{operation:?} {stranger:?}");
        }
    }
}

#[test]
fn each_operation_has_an_address_of_its_own() {
    let addresses: BTreeSet<_> = Op::ALL.iter().map(|operation| operation.address()).collect();
    assert_eq!(addresses.len(), Op::ALL.len());
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
        .prove(crate::access::card::tests::right(), now);
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
