//! Words that speak of a theme, in French, for the slugs that a new commune is given; one that it makes itself has its own
//! word, and those that the page adds.

use super::words::among;
use crate::catalogue::Theme;

/// The words that speak of a theme, none for a slug that is not known here.
pub fn of(theme: Theme) -> impl Iterator<Item = &'static str> {
    let mut known = CUES.iter().filter(move |(slug, _)| *slug == theme.0.as_str());
    known.next().into_iter().flat_map(|(_, cues)| cues.split(','))
}

/// Words that say nothing of a frein by themselves.
pub(super) fn is_small(word: &str) -> bool {
    word.len() < 3
        || among(
            word,
            "pas plus des les une aux mon mes ton tes son ses qui que pour avec dans sur par",
        )
}

/// By slug, apart by commas.
const CUES: &[(&str, &str)] = &[
    (
        "rights",
        "droits,caf,cpam,rsa,aah,mdph,msa,carte d identité,cni,pièce d identité,passeport,\
         titre de séjour,préfecture,allocation,prime d activité,retraite,pension",
    ),
    (
        "digital",
        "mail,e mail,email,ordinateur,informatique,tablette,smartphone,internet,mot de passe,en ligne,\
         france connect",
    ),
    (
        "mobility",
        "permis,code de la route,auto école,bus,train,transport,voiture,vélo,scooter,conduite",
    ),
    (
        "work",
        "travail,cv,lettre de motivation,stage,entretien,france travail,pôle emploi,intérim,embauche,\
         candidature,contrat de travail,employeur,recrutement",
    ),
    ("training", "diplôme,apprentissage,alternance,vae"),
    (
        "health",
        "médecin,docteur,dentiste,hôpital,carte vitale,mutuelle,complémentaire santé,ordonnance,\
         psychologue,psy,infirmière,médical,médicale,ophtalmo,ophtalmologue,gynéco,gynécologue,\
         orthophoniste,kiné,pharmacie,addictologue,opticien,lunettes,vaccin,cmp",
    ),
    (
        "housing",
        "loyer,hlm,bailleur,déménagement,apl,fsl,état des lieux,expulsion,appartement,hébergement",
    ),
    (
        "money",
        "banque,dette,surendettement,facture,crédit,impôts,colis alimentaire,épargne,découvert",
    ),
    (
        "family",
        "enfant,crèche,garde,assistante maternelle,pmi,parentalité,nounou",
    ),
    ("language", "cours de français,fle,alphabétisation,lire et écrire"),
];
