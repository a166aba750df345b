//! A parcours: its pages, what they read, and what is said on its live link.

use super::rows;

rows! {
    /// A parcours: its pages, what they read, and what is said on its live link.
    Parcours
    // Pages: each shows only what its function below answers.
    PageHome       "/accueil"                     nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    // What is like some words, of what whoever asks may see.
    PageSearch     "/recherche"                   nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    LookFor        "/api/v1/look_for"             nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:yes none:yes;
    // A professional who accompanies people opens a parcours for someone who comes to the cell.
    PageNewParcours "/nouveau-parcours"           nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    PageBoard      "/parcours/{id}"               nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    PageStep       "/parcours/{id}/etape/{step}"  nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    PagePaper      "/parcours/{id}/papier"        nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // Who accompanies the person. Its referent says who does, and each member of it that they do no longer.
    PageTeam       "/parcours/{id}/equipe"        nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // What is kept of the person beyond their name is corrected beside them (GDPR, art. 16).
    PageIdentity   "/parcours/{id}/identite"      nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    PageHandOver   "/parcours/{id}/passer"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    PageMyParcours "/mon-parcours"                nobody:no  other:yes usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    PagePropose    "/mon-parcours/proposer"       nobody:no  other:yes usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    // The file of the same, which the page shows too.
    Paper          "/parcours/{id}/papier.pdf"    nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // Server functions (EV3).
    Home           "/api/v1/home"                 nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    OpenParcours   "/api/v1/open_parcours"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:yes share:no  none:no;
    Board          "/api/v1/board"                nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    MyBoard        "/api/v1/my_board"             nobody:no  other:yes usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    Join           "/api/v1/join"                 nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    Leave          "/api/v1/leave"                nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    Lead           "/api/v1/lead"                 nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    CorrectIdentity "/api/v1/correct_identity"    nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    // An answer by a plain form: what it gives has a row of its own below, as on the live link.
    Act            "/api/v1/act"                  nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // What a person says that they want to do, by a plain form.
    Propose        "/api/v1/propose"              nobody:no  other:no  usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    IssueClient    "/api/v1/issue_client"         nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:yes none:no;
    Live           "/live"                        nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:yes none:no;
    // Telling where one writes; partners neither tell nor hear of it (VW1).
    Here           "/live here"                   nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // Words, facts and order of the board: usager and team alike.
    Write          "/live write"                  nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    AddFinding     "/live add_finding"            nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Rate           "/live rate"                   nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetTheme       "/live set_theme"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    ProposeStep    "/live propose_step"           nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetDoers       "/live set_doers"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetWhen        "/live set_when"               nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetPlace       "/live set_place"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetBring       "/live set_bring"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetLifts       "/live set_lifts"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    SetLeansOn     "/live set_leans_on"           nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    AddCheck       "/live add_check"              nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    TickCheck      "/live tick_check"             nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    RemoveCheck    "/live remove_check"           nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Move           "/live move"                   nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Comment        "/live comment"                nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    RemoveComment  "/live remove_comment"         nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Remove         "/live remove"                 nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Restore        "/live restore"                nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Undo           "/live undo"                   nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // Answers, each for oneself (AG1, AG4, CF2).
    Agree          "/live agree"                  nobody:no  other:no  usager:no  proven:yes assigned:yes unassigned:no  share:no  none:no;
    TalkAboutIt    "/live talk_about_it"          nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Refuse         "/live refuse"                 nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Withdraw       "/live withdraw"               nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    RecordPaper    "/live record_paper"           nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    TakePaperBack  "/live take_paper_back"        nobody:no  other:no  usager:no  proven:no  assigned:yes unassigned:no  share:no  none:no;
    // That the goal is in their own words is the usager's yes too.
    OwnGoal        "/live own_goal"               nobody:no  other:no  usager:no  proven:yes assigned:no  unassigned:no  share:no  none:no;
    // The life of a step (AG3).
    Start          "/live start"                  nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Finish         "/live finish"                 nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Stop           "/live stop"                   nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    Reopen         "/live reopen"                 nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    // Sharing is the usager's alone; to end it takes no proof.
    Share          "/live share"                  nobody:no  other:no  usager:no  proven:yes assigned:no  unassigned:no  share:no  none:no;
    EndShare       "/live end_share"              nobody:no  other:no  usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    // Help: the usager asks, partners offer, a professional may say that it was given.
    AskForHelp     "/live ask_for_help needed"    nobody:no  other:no  usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
    HelpGiven      "/live ask_for_help no longer" nobody:no  other:no  usager:yes proven:yes assigned:yes unassigned:no  share:no  none:no;
    OfferHelp      "/live offer_help"             nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:no;
    WithdrawOffer  "/live withdraw_offer"         nobody:no  other:no  usager:no  proven:no  assigned:no  unassigned:no  share:yes none:no;
    // Whether that help is wanted is the usager's alone.
    AnswerOffer    "/live answer_offer"           nobody:no  other:no  usager:yes proven:yes assigned:no  unassigned:no  share:no  none:no;
}
