import type { auditEn } from './en.ts';

export const auditFr: Readonly<Record<keyof typeof auditEn, string>> = {
  'attest.about':
    'faire attester le registre d’audit maintenant par les témoins et l’autorité d’horodatage de riad.yaml ; il faut un serveur en marche',
  'attest.exit': 'Code de sortie : 0 tous ont attesté, 3 quelqu’un ne l’a pas fait.',
  'attest.nobody':
    'Personne n’est sollicité : riad.yaml ne nomme ni témoin ni autorité d’horodatage (ledger.witnesses, ledger.timestamp).',
  'attest.authority': 'autorité d’horodatage',
  'attest.good': 'atteste',
  'attest.nothing': 'rien encore',
  'attest.covers': '{count} enregistrements, {when}',
  'status.attested': 'attesté par',
  'table.who': 'QUI',
  'table.records': 'ENREGISTREMENTS',
  'table.at': 'LE',
  'verify.witness': 'clé de vérification d’un témoin qui doit avoir signé aussi ; peut être répétée',
  'verify.quorum': 'combien de ces témoins suffisent (par défaut : tous)',
  'verify.certificates':
    'certificats (PEM) auxquels les horodatages doivent remonter (par défaut : ceux du dossier du registre)',
  'verify.witnessed': 'attestés par les témoins',
  'verify.stamped': 'horodatés',
  'verify.existed': '{count} enregistrements existaient le {when}, dit {authority}',
  'verify.own_certificates':
    'les certificats sur lesquels cela repose se trouvent dans le dossier du registre même ; donnez les vôtres avec --certificates',
  'witness.about':
    'cosigner les registres d’autres organisations, après avoir vérifié qu’ils n’ont fait que grandir (C2SP tlog-witness) ; tourne jusqu’à son arrêt',
  'witness.name': 'nom de ce témoin, comme witness.ministry.example/1 ; figure dans chaque signature',
  'witness.log': 'clé de vérification d’un registre à cosigner ; peut être répétée',
  'witness.folder':
    'dossier de sa clé et de ce qu’il a vu en dernier ; à ne jamais perdre ni ramener à un état antérieur',
  'witness.host': 'adresse d’écoute (par défaut 127.0.0.1 : cette machine seulement)',
  'witness.port': 'port d’écoute (par défaut 7380)',
  'witness.remark':
    'Placez devant lui un proxy inverse avec TLS. Qui se fait attester inscrit son adresse et sa clé sous ledger.witnesses dans riad.yaml.',
  'witness.listens': 'Cosigne à {address}. Sa clé de vérification :',
};
