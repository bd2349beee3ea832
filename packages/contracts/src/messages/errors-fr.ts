import type { ErrorTexts } from './locale.ts';

export const fr: ErrorTexts = {
  'request.invalid': ['Un champ de la requête a une valeur impossible.', 'Corrigez le champ nommé.'],
  'request.malformed': [
    'La requête n’est pas du JSON valide en UTF-8.',
    'Envoyez un seul objet JSON, sans clé répétée.',
  ],
  'request.too_large': [
    'La requête dépasse la taille acceptée par ce serveur.',
    'Envoyez moins, ou augmentez server.maxBodyBytes.',
  ],
  'request.timeout': ['La requête n’est pas arrivée entière à temps.', 'Renvoyez-la par une meilleure connexion.'],
  'request.unsupported': ['La requête demande ce que ce modèle ou ce serveur ne fait pas.', 'Retirez le champ nommé.'],
  'request.context_length': [
    'Le texte est plus long que ce que le modèle peut tenir.',
    'Raccourcissez-le, demandez une réponse plus courte, ou choisissez un modèle au contexte plus long.',
  ],
  'request.schema_unsupported': [
    'Le schéma JSON contient une règle impossible à garantir.',
    'Simplifiez la partie nommée.',
  ],
  'request.cancelled': [
    'Le client est parti avant la fin de la réponse.',
    'Rien à faire ; redemandez si ce n’était pas voulu.',
  ],
  'route.not_found': ['Il n’y a rien à cette adresse.', 'Vérifiez le chemin : il commence par /v1.'],
  'route.method_not_allowed': ['Cette adresse attend une autre méthode HTTP.', 'Utilisez celle de l’en-tête Allow.'],
  'host.not_allowed': ['Ce serveur ne répond pas sous ce nom d’hôte.', 'Ajoutez le nom à server.allowedHosts.'],
  'origin.not_allowed': [
    'Les pages de ce site ne peuvent pas utiliser ce serveur.',
    'Ajoutez le site à server.allowedOrigins s’il est à vous.',
  ],
  'key.missing': ['La requête ne porte pas de clé d’API.', 'Envoyez Authorization: Bearer CLÉ.'],
  'key.invalid': ['Cette clé d’API n’existe pas.', 'Vérifiez-la, ou créez-en une avec ./riad keys create.'],
  'key.expired': ['La clé d’API a expiré.', 'Créez-en une autre avec ./riad keys create.'],
  'key.revoked': ['La clé d’API a été révoquée.', 'Demandez-en une autre à qui gère les clés.'],
  'key.file_missing': [
    'Un fichier de clés dont le registre a besoin manque.',
    'Remettez le dossier keys depuis sa sauvegarde.',
  ],
  'key.not_found': ['Aucune clé ne porte cet identifiant.', './riad keys list montre les identifiants.'],
  'session.required': ['Cette page demande une personne connectée.', 'Connectez-vous et réessayez.'],
  'session.link_invalid': ['Le lien de connexion a déjà servi ou est trop ancien.', 'Demandez-en un nouveau.'],
  'session.csrf': ['La demande ne vient pas d’une page de cette console.', 'Rechargez la page.'],
  'session.credentials': [
    'L’adresse ou le mot de passe n’est pas juste.',
    'Vérifiez les deux, ou demandez un lien à un administrateur.',
  ],
  'session.code_required': [
    'Il faut aussi un code à usage unique.',
    'Lisez-le dans votre application d’authentification, ou prenez un code de secours.',
  ],
  'session.code_wrong': [
    'Le code à usage unique n’est pas juste, ou a déjà servi.',
    'Attendez le code suivant, ou prenez un code de secours.',
  ],
  'session.passkey_invalid': [
    'Cette clé d’accès n’est pas connue ici, ou sa réponse est trop ancienne.',
    'Réessayez, ou entrez autrement.',
  ],
  'session.sign_on_failed': ['La connexion unique n’a pas abouti.', 'Réessayez, ou entrez autrement.'],
  'session.not_invited': [
    'Personne à cette adresse n’a été invité ici.',
    'Demandez une invitation à un administrateur.',
  ],
  'conversation.not_found': ['Cette conversation n’existe pas.', 'Regardez dans la liste de vos conversations.'],
  'record.not_found': ['Cette inscription n’est pas dans ce registre.', 'Vérifiez son numéro.'],
  'person.not_found': ['Cette personne n’est pas ici.', 'Regardez dans la liste des personnes.'],
  'access.denied': ['Vous n’avez pas ce droit.', 'Adressez-vous au propriétaire de l’organisation.'],
  'limit.requests': ['Trop de requêtes en une minute.', 'Attendez le temps indiqué par Retry-After.'],
  'limit.tokens': ['Trop de jetons en une minute.', 'Attendez le temps indiqué par Retry-After, ou demandez moins.'],
  'limit.concurrency': ['Trop de requêtes en même temps.', 'Attendez que l’une finisse.'],
  'limit.budget': ['Le budget de ce projet est épuisé.', 'Adressez-vous à qui gère le projet.'],
  'guard.blocked': [
    'La garde retient cette requête : la politique interdit ce qu’elle contient.',
    'Retirez ce qui est nommé, ou demandez un changement de politique.',
  ],
  'guard.failed': [
    'La garde n’a pas pu examiner la requête ; elle est refusée.',
    'Réessayez ; si cela recommence, voyez le journal.',
  ],
  'policy.no_target': [
    'La politique ne permet à aucun modèle de recevoir cette requête.',
    'Choisissez un modèle sur vos propres machines, ou retirez les données personnelles.',
  ],
  'policy.conflict': ['Quelqu’un d’autre a changé la politique entre-temps.', 'Relisez-la et refaites le changement.'],
  'policy.invalid': ['La politique n’est pas valide.', 'Corrigez le champ nommé.'],
  'purpose.refused': [
    'Ce projet ne peut pas utiliser de données pour cette finalité.',
    'Nommez une des finalités que le projet déclare.',
  ],
  'consent.refused': [
    'Aucun consentement valable ne couvre cet usage.',
    'Demandez à la personne, notez son consentement avec ./riad consents give et nommez-le dans la requête.',
  ],
  'ledger.unavailable': [
    'Le registre ne peut pas être écrit ; la requête est refusée.',
    'Vérifiez la place libre sur le disque du dossier de données.',
  ],
  'ledger.invalid': [
    'Le registre contient des éléments qui ne concordent pas.',
    './riad audit verify montre l’enregistrement.',
  ],
  'model.not_found': ['Ce modèle n’existe pas.', './riad models list montre les modèles.'],
  'model.not_capable': ['Ce modèle ne sait pas faire cela.', 'Choisissez un modèle du bon genre.'],
  'model.damaged': [
    'Le fichier du modèle est abîmé ; il n’est pas chargé.',
    'Effacez le modèle et téléchargez-le à nouveau.',
  ],
  'model.no_memory': [
    'Il n’y a pas assez de mémoire pour ce modèle.',
    'Déchargez un autre modèle ou choisissez-en un plus petit.',
  ],
  'model.no_source': [
    'Aucune source permise par les réglages ne donne ce modèle.',
    'Connectez cette machine, ou apportez le modèle avec ./riad models import.',
  ],
  'model.digest_mismatch': [
    'Le fichier reçu n’est pas le modèle demandé.',
    'Essayez une autre source ; rien n’a été gardé.',
  ],
  'model.untrusted': ['Le dossier du modèle n’est pas signé par quelqu’un de confiance.', 'Vérifiez d’où il vient.'],
  'model.in_use': ['Le modèle est en service.', 'Réessayez quand ses requêtes seront finies.'],
  'model.pull_interrupted': [
    'Le téléchargement a été interrompu.',
    'Répétez la commande ; elle reprend où elle s’est arrêtée.',
  ],
  'engine.busy': ['Le moteur a tout le travail qu’il peut prendre.', 'Réessayez dans un instant.'],
  'engine.crashed': ['Le processus du modèle s’est arrêté ; il redémarre.', 'Réessayez dans un instant.'],
  'engine.deadline': ['Le modèle n’a pas répondu à temps.', 'Demandez moins, ou réessayez quand il sera moins chargé.'],
  'engine.output_invalid': [
    'La réponse du modèle ne respecte pas le schéma.',
    'Réessayez, ou permettez une réponse plus longue.',
  ],
  'upstream.unreachable': ['Le serveur de ce modèle est injoignable.', 'Vérifiez son adresse et le réseau.'],
  'upstream.timeout': ['Le serveur de ce modèle n’a pas répondu à temps.', 'Réessayez plus tard.'],
  'upstream.failed': ['Le serveur de ce modèle a échoué.', 'Réessayez plus tard.'],
  'upstream.busy': ['Le serveur de ce modèle est surchargé.', 'Réessayez plus tard.'],
  'upstream.refused_request': ['Le serveur de ce modèle n’accepte pas cette requête.', 'Corrigez ce qu’il nomme.'],
  'upstream.rejected': ['Le serveur de ce modèle rejette la clé de Riad.', 'Vérifiez la clé dans riad.yaml.'],
  'upstream.rate_limited': [
    'Le serveur de ce modèle ne prend plus de requêtes pour l’instant.',
    'Attendez le temps indiqué par Retry-After.',
  ],
  'upstream.truncated': ['La réponse s’est interrompue avant sa fin.', 'Demandez encore.'],
  'upstream.breaker_open': [
    'Le serveur de ce modèle a échoué plusieurs fois ; il est laissé en paix un instant.',
    'Réessayez dans un instant.',
  ],
  'collection.not_found': [
    'Cette collection de documents n’existe pas.',
    './riad documents list montre les collections.',
  ],
  'collection.name_taken': ['Une autre collection de ce projet porte ce nom.', 'Choisissez un autre nom.'],
  'file.not_found': ['Ce fichier n’existe pas.', 'GET /v1/files donne les fichiers du projet de la clé.'],
  'file.infected': ['L’antivirus a refusé ce fichier.', 'Ne l’ouvrez pas ; interrogez son expéditeur.'],
  'file.scan_failed': [
    'L’antivirus n’a pas répondu : le fichier n’a pas été pris.',
    'Un administrateur vérifie documents.scanCommand / documents.clamdSocket dans riad.yaml, et l’antivirus.',
  ],
  'file_batch.not_found': ['Ce lot de fichiers n’existe pas.', 'Utilisez l’identifiant rendu à sa création.'],
  'document.not_found': ['Ce document n’existe pas.', './riad documents list montre les documents.'],
  'document.unsupported': [
    'Riad ne lit pas les fichiers de ce genre.',
    'Ajoutez un PDF, DOCX, XLSX, PPTX, ODT, HTML, courriel, CSV, Markdown, texte ou une image.',
  ],
  'document.damaged': [
    'Ce document est abîmé ou incomplet.',
    'Ouvrez-le dans son programme, enregistrez-le de nouveau et ajoutez ce fichier.',
  ],
  'document.encrypted': [
    'Ce document est protégé par un mot de passe.',
    'Enregistrez-en une copie sans mot de passe et ajoutez-la.',
  ],
  'document.too_large': ['Ce document est plus grand que ce qui est lu.', 'Divisez-le en plusieurs parties.'],
  'document.too_slow': ['Ce document n’a pas pu être lu à temps.', 'Divisez-le en plusieurs parties.'],
  'document.no_ocr': [
    'C’est une image, et aucun programme qui lit les images n’est installé.',
    'Installez tesseract avec ses données d’arabe et de français.',
  ],
  'document.original_removed': [
    'Le fichier d’origine de ce document a été effacé.',
    'Ses passages se trouvent toujours ; adressez-vous à qui garde l’original.',
  ],
  'document.rewritten': [
    'Le texte de ce document a été modifié à la demande d’une personne.',
    'Relire le fichier annulerait cela. Ajoutez le fichier corrigé comme un nouveau document.',
  ],
  'rights.held': [
    'Une conservation pour motif juridique couvre l’objet de cette demande.',
    'Levez-la, ou refusez la demande en la nommant.',
  ],
  'egress.refused': ['Riad ne se connecte pas à cette adresse.', 'Vérifiez l’interrupteur hors ligne et l’adresse.'],
  'store.unavailable': [
    'La base de données ne fonctionne pas pour l’instant.',
    'Voyez logs/database.log dans le dossier de données.',
  ],
  'store.newer': [
    'Un Riad plus récent a écrit ce dossier de données.',
    'Démarrez cette version plus récente. Rien n’a été changé.',
  ],
  'disk.full': ['Le disque est plein.', 'Libérez de la place. Rien d’enregistré n’est perdu.'],
  'backup.damaged': [
    'La sauvegarde est abîmée, incomplète, ou n’en est pas une.',
    'Utilisez une autre copie ou une sauvegarde plus ancienne.',
  ],
  'backup.wrong_key': [
    'La clé de récupération n’ouvre pas cette sauvegarde.',
    'Donnez la clé montrée lors de la première sauvegarde.',
  ],
  'backup.not_empty': ['Il y a déjà quelque chose à cet endroit.', 'Choisissez un endroit vide ; rien n’est écrasé.'],
  'backup.unfinished': [
    'Une restauration dans ce dossier de données n’a pas été achevée.',
    'Refaites la restauration, ou supprimez-y le dossier restore.part.',
  ],
  'backup.erasures_needed': [
    'Une restauration ne doit pas ramener qui a été effacé.',
    'Donnez la liste des effacements gardée à part.',
  ],
  'backup.expired': [
    'La sauvegarde est plus ancienne que la mémoire des effacements.',
    'Utilisez une sauvegarde plus récente.',
  ],
  'command.usage': ['La commande n’est pas employée comme prévu.', 'Voir riad --help.'],
  'settings.invalid': ['Un réglage est impossible.', './riad doctor --config montre chaque réglage et d’où il vient.'],
  'server.starting': ['Riad démarre.', 'Réessayez dans un instant.'],
  'server.stopping': ['Riad s’arrête.', 'Redémarrez-le avec ./riad up.'],
  'server.not_running': ['Riad ne tourne pas.', 'Démarrez-le avec ./riad up, ou nommez son dossier avec --data.'],
  'server.already_running': ['Riad tourne déjà.', 'Servez-vous-en ; ./riad status en dit plus, ./riad down l’arrête.'],
  'server.port_taken': ['Le port est pris par un autre programme.', 'Choisissez-en un autre avec --port.'],
  'server.internal': ['Une erreur inattendue s’est produite.', 'Voyez ./riad logs, et signalez-la si elle se répète.'],
};
