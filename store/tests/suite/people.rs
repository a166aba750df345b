//! Accounts and their memberships, what each lets its person be, and what is a thing with a state: cards, tablets,
//! assignments.

use crate::world::{NOW, World, account, full_name, on_both, today};
use itineraire_domain::access::permission::Standing;
use itineraire_domain::access::{
    AssignmentKind, Capability, Density, Display, MembershipState, Policy, Role, ThingState,
};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{
    CellId, DeviceId, MembershipId, OrganisationId, ParcoursId, PersonId, ReferralId,
};
use itineraire_domain::parcours::{CircleLevel, SharedItem};
use itineraire_domain::people::{Told, Unclear};
use itineraire_domain::referral::{NewReferral, ReferralState};
use itineraire_domain::theme;
use itineraire_store::repositories::{
    Accounts, Assignment, Assignments, Cards, Devices, Home, Identities, Identity, Memberships, Newcomer,
    Parcours, People, Referrals, Sessions,
};
use itineraire_store::{SessionRow, TokenHash};
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

/// Someone new in a cell.
async fn member(
    world: &World,
    cell: CellId,
    capabilities: &[Capability],
    organisation: Option<OrganisationId>,
    since: Moment,
) -> (PersonId, MembershipId) {
    let person = PersonId(Uuid::new_v4());
    let name = full_name("Claire");
    let newcomer = Newcomer {
        person,
        name: &name,
        capabilities,
        organisation,
    };
    (
        person,
        written!(world.store, |tx| Memberships::on(&tx)
            .begin(cell, &newcomer, since)),
    )
}

/// A session of theirs, and how it stands towards the parcours of the first town.
async fn stands(world: &World, membership: (CellId, MembershipId), now: Moment) -> (SessionRow, Standing) {
    let token = TokenHash::of(&Uuid::new_v4().to_string());
    written!(world.store, |tx| Sessions::on(&tx).open(
        &token,
        membership,
        Policy::default().others,
        None,
        now
    ));
    let asked = Sessions::on(world.store.reads())
        .who_asks(&token, Some(world.town.parcours), now)
        .await;
    asked.unwrap().unwrap()
}

async fn assign(world: &World, person: PersonId) {
    let place = (world.town.cell, world.town.parcours);
    let assignment = Assignment::of(person, AssignmentKind::Member);
    written!(world.store, |tx| Assignments::on(&tx)
        .begin(place, assignment, NOW));
}

async fn count(world: &World, query: &str) -> i64 {
    let tables = world.tables().await;
    let statement = Statement::from_string(tables.get_database_backend(), query);
    let row = tables.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

on_both! {
    async fn a_professional_may_be_at_the_counter_too_and_who_is_there_alone_is_assigned_to_nothing(world) {
        let cell = world.town.cell;
        let (both, of_both) = member(world, cell, &[Capability::Professional, Capability::Counter], None, NOW).await;
        let (counter, of_counter) = member(world, cell, &[Capability::Counter], None, NOW).await;
        for person in [both, counter] {
            assign(world, person).await;
        }
        let (session, standing) = stands(world, (cell, of_both), NOW).await;
        assert_eq!((session.role, standing), (Role::Professional, Standing::Assigned));
        assert!(session.capabilities.contains(&Capability::Counter));
        let (_, standing) = stands(world, (cell, of_counter), NOW).await;
        assert_eq!(standing, Standing::Unassigned, "the counter refers, and accompanies nobody");
    }

    async fn a_coordinator_sees_a_parcours_only_when_assigned_to_it(world) {
        let cell = world.town.cell;
        let (person, membership) = member(world, cell, &[Capability::Coordinator], None, NOW).await;
        let (session, standing) = stands(world, (cell, membership), NOW).await;
        assert_eq!((session.role, standing), (Role::Professional, Standing::Unassigned));
        assert!(Home::on(world.store.reads()).of(&session, today(), NOW).await.unwrap().is_empty());
        assign(world, person).await;
        let (session, standing) = stands(world, (cell, membership), NOW).await;
        assert_eq!(standing, Standing::Assigned);
        assert_eq!(Home::on(world.store.reads()).of(&session, today(), NOW).await.unwrap().len(), 1);
    }

    async fn a_partner_who_works_with_two_cells_signs_in_once_and_changes_between_them(world) {
        world.share(SharedItem::Goal).await;
        let (here, there) = (world.town.cell, world.twin.cell);
        let (_, one) = member(world, here, &[Capability::Partner], Some(world.town.organisation), NOW).await;
        let (_, two) = member(world, there, &[Capability::Partner], Some(world.twin.organisation), NOW.plus_seconds(1)).await;
        let store = &world.store;
        account(store, ("ines@ml.example", "hash"), &[(here, one), (there, two)]).await;
        let account = Accounts::on(store.reads()).with_password("ines@ml.example").await.unwrap().unwrap();
        let known: Vec<_> = account.memberships.iter().map(|it| (it.cell, it.id)).collect();
        assert_eq!(known, [(here, one), (there, two)], "the oldest first");

        let (session, standing) = stands(world, (here, one), NOW).await;
        assert_eq!(standing, Standing::PartnerWithShare);
        let choices = Memberships::on(store.reads()).choices(account.account, session.membership).await.unwrap();
        let current: Vec<_> = choices.iter().filter(|it| it.current).map(|it| it.id).collect();
        assert_eq!((choices.len(), current), (2, vec![one]));
        let places: Vec<_> = choices.iter().map(|it| (it.commune.as_str(), it.organisation.as_deref())).collect();
        assert_eq!(places, [("Rivemont", Some("Mission locale")), ("Ailleurs", Some("Mission locale"))]);

        let later = NOW.plus_seconds(60);
        let token = TokenHash::of("the next");
        let stranger = world.town.samira.membership;
        assert!(!written!(store, |tx| Sessions::on(&tx).change_membership(&session, &token, stranger, later)), "another's membership");
        assert!(Sessions::on(store.reads()).valid(&session.token, later).await.unwrap().is_some(), "and nothing changed");
        assert!(written!(store, |tx| Sessions::on(&tx).change_membership(&session, &token, two, later)));
        assert!(Sessions::on(store.reads()).valid(&session.token, later).await.unwrap().is_none(), "the session that was has ended");
        assert!(!written!(store, |tx| Sessions::on(&tx).change_membership(&session, &TokenHash::of("again"), one, later)), "it opens no other");
        let asked = Sessions::on(store.reads()).who_asks(&token, Some(world.town.parcours), later).await.unwrap().unwrap();
        assert_eq!((asked.0.cell, asked.1), (there, Standing::PartnerWithout), "what is shared here stays here");
        let age = Moment(NOW.plus_seconds(12 * 3600).0 - 1);
        let session = asked.0;
        for times in 1..=28 {
            written!(store, |tx| Sessions::on(&tx).note_use(&session, NOW.plus_seconds(times * 1500)));
        }
        assert!(Sessions::on(store.reads()).valid(&token, age).await.unwrap().is_some());
        assert!(Sessions::on(store.reads()).valid(&token, NOW.plus_seconds(12 * 3600)).await.unwrap().is_none(), "changing makes it no younger");

        written!(store, |tx| Memberships::on(&tx).set_state(here, one, MembershipState::Suspended, NOW));
        let account = Accounts::on(store.reads()).with_password("ines@ml.example").await.unwrap().unwrap();
        assert_eq!(account.memberships.len(), 1, "what is suspended is not offered");
        let token = TokenHash::of("under what is suspended");
        written!(store, |tx| Sessions::on(&tx).open(&token, (here, one), Policy::default().others, None, NOW));
        assert!(Sessions::on(store.reads()).valid(&token, NOW).await.unwrap().is_none());
        let (session, _) = stands(world, (there, two), NOW).await;
        assert!(!written!(store, |tx| Sessions::on(&tx).change_membership(&session, &TokenHash::of("back"), one, NOW)));
    }

    async fn how_pages_are_shown_is_an_account_s_own_in_each_cell_of_theirs(world) {
        let (here, there) = (world.town.cell, world.twin.cell);
        let (one, first) = member(world, here, &[Capability::Professional], None, NOW).await;
        let (two, second) = member(world, there, &[Capability::Professional], None, NOW).await;
        let (other, _) = member(world, here, &[Capability::Professional], None, NOW).await;
        let store = &world.store;
        account(store, ("claire@ville.example", "hash"), &[(here, first), (there, second)]).await;
        let theirs = Accounts::on(store.reads()).of_email("claire@ville.example").await.unwrap();
        let shown = async |cell, person| People::on(store.reads()).shown(cell, person).await.unwrap().unwrap().1;
        assert_eq!(shown(here, one).await, Display::default());
        let large = Display { density: Density::Large, letters: false };
        written!(store, |tx| People::on(&tx).set_display((here, one), theirs, large));
        assert_eq!([shown(here, one).await, shown(there, two).await], [large; 2]);
        assert_eq!(shown(here, other).await, Display::default());
        // Who has a card and no account.
        let rose = world.town.rose.person;
        let dense = Display { density: Density::Dense, letters: true };
        written!(store, |tx| People::on(&tx).set_display((here, rose), None, dense));
        assert_eq!(shown(here, rose).await, dense);
        assert_eq!([shown(here, one).await, shown(here, other).await], [large, Display::default()]);
    }

    async fn who_has_no_account_changes_to_no_other_membership(world) {
        let session = world.town.rose.session(&world.store).await.unwrap();
        let to = world.town.samira.membership;
        assert!(!written!(world.store, |tx| Sessions::on(&tx).change_membership(&session, &TokenHash::of("next"), to, NOW)));
    }

    async fn a_password_that_is_changed_is_the_only_one(world) {
        let theirs = [(world.town.cell, world.town.samira.membership)];
        let store = &world.store;
        let account = account(store, ("samira@rivemont.example", "old"), &theirs).await;
        written!(store, |tx| Accounts::on(&tx).set_password(account, "new", NOW.plus_days(1)));
        let found = Accounts::on(store.reads()).with_password("samira@rivemont.example").await.unwrap().unwrap();
        assert_eq!(found.hash, "new");
        assert_eq!(count(world, "SELECT count(*) FROM credentials").await, 1);
    }

    async fn an_assignment_ends_at_its_hour_and_its_line_stays(world) {
        let cell = world.town.cell;
        let place = (cell, world.town.parcours);
        let paul = &world.town.paul;
        let (day, membership) = (NOW.plus_days(1), (cell, paul.membership));
        let for_a_day = Assignment {
            themes: &[theme!("work"), theme!("health")],
            until: Some(day),
            reason: "Remplace Samira pendant ses congés",
            ..Assignment::of(paul.person, AssignmentKind::Member)
        };
        written!(world.store, |tx| Assignments::on(&tx).begin(place, for_a_day, NOW));
        assert_eq!(stands(world, membership, Moment(NOW.0 - 1)).await.1, Standing::Unassigned, "not before");
        assert_eq!(stands(world, membership, Moment(day.0 - 1)).await.1, Standing::Assigned);
        assert_eq!(stands(world, membership, day).await.1, Standing::Unassigned);
        // Ended before its hour, and given again: three lines for Paul in the end.
        written!(world.store, |tx| Assignments::on(&tx).begin(place, Assignment::of(paul.person, AssignmentKind::Referent), day));
        assert_eq!(stands(world, membership, day).await.1, Standing::Assigned);
        written!(world.store, |tx| Assignments::on(&tx).end(place, paul.person, day.plus_seconds(60)));
        assert_eq!(stands(world, membership, day.plus_seconds(60)).await.1, Standing::Unassigned);
        written!(world.store, |tx| Assignments::on(&tx).begin(place, Assignment::of(paul.person, AssignmentKind::Member), day.plus_days(1)));
        assert_eq!(stands(world, membership, day.plus_days(1)).await.1, Standing::Assigned);
        // Samira and Karim, in each of the two towns.
        assert_eq!(count(world, "SELECT count(*) FROM assignments").await, 3 + 4);
    }

    async fn a_card_that_was_replaced_or_lost_opens_nothing_and_stays_in_the_history(world) {
        let (cell, rose) = (world.town.cell, world.town.rose.person);
        let store = &world.store;
        written!(store, |tx| Cards::on(&tx).give(cell, rose, ("first", "hash"), NOW));
        written!(store, |tx| Cards::on(&tx).give(cell, rose, ("second", "hash"), NOW.plus_days(1)));
        assert!(Cards::on(store.reads()).with_secret("first").await.unwrap().is_none());
        assert!(Cards::on(store.reads()).with_secret("second").await.unwrap().is_some());
        let mut closings = store.closings();
        assert!(world.town.rose.session(store).await.is_some());
        written!(store, |tx| Cards::on(&tx).lose(cell, rose, NOW.plus_days(2)));
        assert!(closings.try_recv().is_ok());
        assert!(world.town.rose.session(store).await.is_none(), "whoever found the card is out");
        assert!(Cards::on(store.reads()).with_secret("second").await.unwrap().is_none());
        assert!(Cards::on(store.reads()).of(cell, rose).await.unwrap().is_none());
        assert!(world.twin.rose.session(store).await.is_some(), "nobody else");
        let history = "SELECT count(*) FROM cards WHERE until IS NOT NULL";
        assert_eq!(count(world, history).await, 2);
        // The table itself holds no two cards in use.
        let tables = world.tables().await;
        let statement = Statement::from_string(tables.get_database_backend(), "UPDATE cards SET state = 'active'");
        assert!(tables.execute_raw(statement).await.is_err());
    }

    async fn a_tablet_has_a_state_and_a_history(world) {
        let (store, cell) = (&world.store, world.town.cell);
        let tablet = DeviceId(Uuid::new_v4());
        written!(store, |tx| Devices::on(&tx).add(cell, tablet, "Tablette du bus", NOW));
        written!(store, |tx| Devices::on(&tx).end(world.twin.cell, tablet, ThingState::Lost, NOW));
        assert_eq!(Devices::on(store.reads()).all(cell).await.unwrap()[0].state, ThingState::Active, "another cell's tablet");
        written!(store, |tx| Devices::on(&tx).end(cell, tablet, ThingState::Lost, NOW.plus_days(1)));
        written!(store, |tx| Devices::on(&tx).end(cell, tablet, ThingState::Retired, NOW.plus_days(2)));
        let devices = Devices::on(store.reads()).all(cell).await.unwrap();
        let [lost] = devices.as_slice() else { panic!("{devices:?}") };
        assert_eq!((lost.state, lost.until), (ThingState::Lost, Some(NOW.plus_days(1))), "what was said first stays");
        assert!(Devices::on(store.reads()).all(world.twin.cell).await.unwrap().is_empty());
    }

    async fn an_identity_is_erased_and_the_name_and_the_parcours_stay(world) {
        let (store, cell, rose) = (&world.store, world.town.cell, world.town.rose.person);
        let identity = Identity {
            first_name: None,
            born: "1984-03-09".parse().ok(),
            birth_year: None,
            commune: None,
            phone: Some("06 00 00 00 00".into()),
            email: None,
            language: "fr".into(),
            reach: None,
        };
        written!(store, |tx| Identities::on(&tx).keep(cell, rose, &identity));
        let other = Identity { phone: None, ..identity.clone() };
        written!(store, |tx| Identities::on(&tx).keep(cell, rose, &other));
        assert_eq!(Identities::on(store.reads()).of(cell, rose).await.unwrap(), Some(other));
        assert_eq!(Identities::on(store.reads()).of(world.twin.cell, rose).await.unwrap(), None);
        let samira = world.town.samira.person;
        for (how, at) in [(Told::OnPaper, NOW.plus_days(1)), (Told::Aloud, NOW)] {
            written!(store, |tx| Identities::on(&tx).note_told((cell, rose), samira, how, at));
        }
        let told = Identities::on(store.reads()).told(cell, rose).await.unwrap();
        assert_eq!(told, [(Told::Aloud, NOW), (Told::OnPaper, NOW.plus_days(1))], "each time is a line, in order");
        assert!(Identities::on(store.reads()).told(world.twin.cell, rose).await.unwrap().is_empty());
        let corrected = (Unclear::Phone, "06 11 11 11 11", "");
        written!(store, |tx| Identities::on(&tx).note_corrected((cell, rose), samira, corrected, NOW));
        let (taken, waits) = (ReferralId(Uuid::new_v4()), ReferralId(Uuid::new_v4()));
        let need = NewReferral {
            first_name: "Rose".into(),
            last_name: "Mulet".into(),
            phone: Some("06 00 00 00 00".into()),
            reach: None,
            noticed: "Courrier".into(),
        };
        for id in [taken, waits] {
            written!(store, |tx| Referrals::on(&tx).receive((cell, id), &need, Some(samira), NOW));
        }
        let parcours = Some(world.town.parcours);
        let take = (ReferralState::Taken, None);
        written!(store, |tx| Referrals::on(&tx).moves_to((cell, taken), take, parcours, (samira, NOW)));
        written!(store, |tx| Identities::on(&tx).erase(cell, rose));
        assert_eq!(Identities::on(store.reads()).corrections(cell, rose).await.unwrap(), []);
        let referrals = Referrals::on(store.reads());
        assert_eq!(referrals.one(cell, taken).await.unwrap(), None, "the need that brought her");
        assert_eq!(referrals.moves(cell, taken).await.unwrap(), []);
        assert!(referrals.one(cell, waits).await.unwrap().is_some());
        assert_eq!(Identities::on(store.reads()).of(cell, rose).await.unwrap(), None);
        assert_eq!(People::on(store.reads()).name(cell, rose).await.unwrap().unwrap().first, "Rose");
        assert!(Parcours::on(store.reads()).board(cell, world.town.parcours).await.unwrap().is_some());
    }

    async fn a_usager_may_have_one_parcours_after_another(world) {
        let (store, cell, rose) = (&world.store, world.town.cell, &world.town.rose);
        let next = ParcoursId(Uuid::new_v4());
        written!(store, |tx| Parcours::on(&tx).create((cell, next), rose.person, CircleLevel::Individual, NOW.plus_days(1)));
        assert_eq!(Parcours::on(store.reads()).of_usager(cell, rose.person).await.unwrap(), Some(next), "the last is theirs to open");
        for parcours in [world.town.parcours, next] {
            let (_, standing) = Sessions::on(store.reads()).who_asks(&rose.token, Some(parcours), NOW).await.unwrap().unwrap();
            assert_eq!(standing, Standing::UsagerProven);
        }
    }
}
