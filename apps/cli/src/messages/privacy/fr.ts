import type { privacyEn } from './en.ts';

export const privacyFr: Readonly<Record<keyof typeof privacyEn, string>> = {
  'printable.format': '{file} doit finir par .html ou .docx',
  'printable.format_remedy': 'Nommez-le registre.html ou registre.docx.',
  'printable.written': 'Écrit dans {file}.',
  'register.export':
    'écrire le registre en page à imprimer ou à compléter (HTML, DOCX), avec les points de la loi 09-08, art. 15',
  'register.export_file': 'fichier à écrire : .html ou .docx',
  'register.forms':
    'préparer déclaration, demande d’autorisation et demande de transfert pour la CNDP ; rien n’est envoyé',
  'register.forms_project': 'seulement ce projet (par défaut : tous)',
  'register.forms_format': 'html pour imprimer, docx pour compléter',
  'register.forms_out': 'dossier où écrire les documents',
  'register.forms_remark':
    'Faits à partir du registre et de la configuration en service. Une personne les vérifie, les complète, les signe et les dépose.',
  'register.language': 'langue du document : fr ou ar',
  'register.needed': 'à accomplir',
  'register.not_needed': 'rien ne l’appelle',
  'table.form': 'FORMALITÉ',
  'table.needed': 'NÉCESSAIRE',
  'table.missing': 'À COMPLÉTER',
};
