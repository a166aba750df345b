//! *Notre accord*.

use super::{StepMemo, of};
use crate::components::field::{ActButton, ActForm};
use crate::components::{Avatar, Icon};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Agreement, AnswerCommand, Command};
use itineraire_domain::views::forms::Act;
use leptos::prelude::*;

/// *Notre accord*: everyone's answer, and one's own to give.
#[component]
pub(crate) fn OurAgreement(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| (me.person, me.role));
    // A person's own view has one for each step that they are asked about.
    let title = format!("accord-{id}");
    let people = move || {
        let usager = live.board.with(|board| board.usager);
        let mut people = vec![usager];
        people.extend(of(step, |step| {
            step.agreements
                .keys()
                .copied()
                .filter(|it| *it != usager)
                .collect::<Vec<_>>()
        }));
        if !people.contains(&me.0) {
            people.push(me.0);
        }
        people
    };
    let digest = move || step.with_untracked(|step| step.as_ref().map(|step| step.digest()));
    let mine = move || of(step, |step| step.agreements.get(&me.0).cloned());
    let paper = move |_| {
        if let Some(words) = digest() {
            live.give(Command::Answer(id, AnswerCommand::RecordPaper { words }));
        }
    };
    let pressed =
        move |wanted: fn(&Agreement) -> bool| Signal::derive(move || mine().as_ref().is_some_and(wanted));
    view! {
        <section class="box" aria-labelledby=title.clone()>
            <h3 id=title.clone()>{say::agreement::TITLE}</h3>
            <ul class="parties">
                {move || people()
                    .into_iter()
                    .map(|person| {
                        let name = live.name(person);
                        let answer = of(step, |step| step.agreements.get(&person).cloned());
                        let tone = if matches!(answer, Some(Agreement::Agreed { .. })) { "pill green" } else { "pill" };
                        let words = match &answer {
                            Some(Agreement::OnPaper { recorded_by, .. }) => {
                                say::agreement::on_paper_by(&live.name(*recorded_by).first)
                            }
                            other => locales::answer(other.as_ref()).to_owned(),
                        };
                        view! {
                            <li><Avatar initials=name.initials/> <strong>{name.first}</strong> <span class=tone>{words}</span></li>
                        }
                    })
                    .collect_view()}
            </ul>
            <ActForm live id step>
                <div class="answer-buttons" role="group" aria-label=say::agreement::MY_ANSWER>
                    <ActButton live id step act=Act::Agree look="button primary answer" pressed=pressed(|it| matches!(it, Agreement::Agreed { .. }))>
                        {Icon::Check.draw()} {say::agreement::AGREE}
                    </ActButton>
                    <ActButton live id step act=Act::TalkAboutIt look="button plain answer" pressed=pressed(|it| matches!(it, Agreement::Talk { .. }))>
                        {Icon::MessagesSquare.draw()} {say::agreement::TALK}
                    </ActButton>
                    <ActButton live id step act=Act::Refuse look="button plain answer" pressed=pressed(|it| matches!(it, Agreement::Refused { .. }))>
                        {say::agreement::REFUSE}
                    </ActButton>
                </div>
                <Show when=move || mine().is_some()>
                    <ActButton live id step act=Act::Withdraw look="button quiet">{say::agreement::WITHDRAW}</ActButton>
                </Show>
            </ActForm>
            {(me.1 == Role::Professional)
                .then(|| view! { <button class="button quiet" type="button" on:click=paper>{say::agreement::RECORD_PAPER}</button> })}
        </section>
    }
}
