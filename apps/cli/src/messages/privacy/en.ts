/** What the commands about the law and about backups say. */
export const privacyEn = {
  'printable.format': '{file} must end in .html or .docx',
  'printable.format_remedy': 'Name it register.html or register.docx.',
  'printable.written': 'Written to {file}.',
  'register.export':
    'write the register as a page to print or complete (HTML, DOCX), with the points of law 09-08, art. 15',
  'register.export_file': 'file to write: .html or .docx',
  'register.forms':
    'prepare declaration, request of authorisation and request of transfer for the CNDP; nothing is sent',
  'register.forms_project': 'only this project (default: every project)',
  'register.forms_format': 'html to print, docx to complete',
  'register.forms_out': 'folder to write the documents to',
  'register.forms_remark':
    'Made from the register and the running configuration. A person checks, completes, signs and files them.',
  'register.language': 'language of the document: fr or ar',
  'register.needed': 'to be done',
  'register.not_needed': 'nothing calls for it',
  'table.form': 'FORMALITY',
  'table.needed': 'NEEDED',
  'table.missing': 'TO FILL IN',
} as const;
