import { expect, test } from 'vitest';

import { createGuard } from '../guard.ts';

const guard = createGuard();

/** `type:text` of each finding. */
function found(text: string): string[] {
  return (guard.inspect([text])[0] ?? []).map((finding) => `${finding.type}:${text.slice(finding.start, finding.end)}`);
}

test.each([
  ['CIN : BL123456', 'cin:BL123456'],
  ['رقم البطاقة الوطنية BK٦٥٤٣٢١', 'cin:BK٦٥٤٣٢١'],
  ['lakart dyali JC 221605', 'cin:JC 221605'],
  ['Passeport n° AB1234567', 'passport:AB1234567'],
  ['بطاقة الإقامة رقم B744883C', 'residence_card:B744883C'],
  ['permis de conduire 12/345678', 'driving_licence:12/345678'],
  ['immatriculée 12345-أ-6', 'plate:12345-أ-6'],
  ['n° CNSS 123456789', 'cnss:123456789'],
  ['carte AMO 912345678', 'amo:912345678'],
  ['ICE : 001524878000088', 'ice:001524878000088'],
  ['Identifiant fiscal : 12345678', 'tax_id:12345678'],
  ['RC 45678', 'trade_register:45678'],
  ['الرسم المهني 87654321', 'patente:87654321'],
  ['RIB 011 780 0000123456789012 68', 'rib:011 780 0000123456789012 68'],
  ['tél. 06.61.22.33.44', 'phone:06.61.22.33.44'],
  ['appelez le +212 (0)6 61 22 33 44', 'phone:+212 (0)6 61 22 33 44'],
  ['standard 0801000101', 'phone_org:0801000101'],
  ['code Massar G123456789', 'massar:G123456789'],
  ['IDCS 7925760734', 'idcs:7925760734'],
  ['acte de naissance n° 123/1985', 'civil_status:123/1985'],
  ['acte de naissance n° 12', 'civil_status:12'],
  ['رسم الولادة رقم 7', 'civil_status:7'],
  ['né le 12 mars 1985', 'birth_date:12 mars 1985'],
  ['المزداد بتاريخ 12/03/1985', 'birth_date:12/03/1985'],
  ['carte 4000 0000 0000 0002', 'card:4000 0000 0000 0002'],
  ['NIR 2 55 08 14 168 025 38', 'nir:2 55 08 14 168 025 38'],
  ['SIREN 732 829 320', 'siren:732 829 320'],
  ['SIRET 73282932000074', 'siret:73282932000074'],
  ['TVA FR40303265045', 'vat:FR40303265045'],
  ['écrire à a.b@example.ma.', 'email:a.b@example.ma'],
  ['nom arobase exemple point ma', 'email:nom arobase exemple point ma'],
  ['serveur 10.20.30.40', 'ip:10.20.30.40'],
  ['fe80::1ff:fe23:4567:890a', 'ip:fe80::1ff:fe23:4567:890a'],
  ['0a:1b:c4:ff:5e:9d', 'mac:0a:1b:c4:ff:5e:9d'],
  ['postgres://admin:Zx1@db.example:5432/app', 'url_credentials:postgres://admin:Zx1@db.example:5432/app'],
  ['position 33.5731, -7.5898', 'geo:33.5731, -7.5898'],
  ['mot de passe : Tz9!kaLm', 'secret:Tz9!kaLm'],
  [
    'demeurant au 12, rue Ibn Batouta, appt 5, 20000 Casablanca',
    'address:12, rue Ibn Batouta, appt 5, 20000 Casablanca',
  ],
  ['الساكن بزنقة ابن بطوطة رقم 5، فاس', 'address:زنقة ابن بطوطة رقم 5، فاس'],
  ['Monsieur Youssef Benjelloun', 'person:Youssef Benjelloun'],
  ['السيدة فاطمة الزهراء العلوي', 'person:فاطمة الزهراء العلوي'],
  ['smiti 7amza tazi', 'person:7amza tazi'],
  ['عيط لمحمد الوزاني', 'person:محمد الوزاني'],
  [
    'zéro six soixante et un vingt-deux trente-trois quarante-quatre',
    'phone:zéro six soixante et un vingt-deux trente-trois quarante-quatre',
  ],
  ['صفر ستة ستة واحد اثنان اثنان ثلاثة ثلاثة أربعة أربعة', 'phone:صفر ستة ستة واحد اثنان اثنان ثلاثة ثلاثة أربعة أربعة'],
  ['tél : (+212) 6 61 22 33 44', 'phone:(+212) 6 61 22 33 44'],
  ['né en mars 1985 à Salé', 'birth_date:mars 1985'],
  ['born 3rd of March 1991', 'birth_date:3rd of March 1991'],
  ['adresse MAC 001b.4411.3ab7', 'mac:001b.4411.3ab7'],
  ['matricule 123456 WW', 'plate:123456 WW'],
  ['demeurant Douar Ait Bouhou, commune Tamri, Agadir', 'address:Douar Ait Bouhou, commune Tamri, Agadir'],
  ['I live at 24 Hassan II Avenue, Apt 5, Rabat', 'address:24 Hassan II Avenue, Apt 5, Rabat'],
  ['ساكن ف درب غلف زنقة 14 نمرة 7 كازا', 'address:درب غلف زنقة 14 نمرة 7 كازا'],
  ['sakna f 7ay lmassira nmra 7 fes', 'address:7ay lmassira nmra 7 fes'],
  ['Le caïd atteste que AZLMAD Anouar réside ici', 'person:AZLMAD Anouar'],
  ['Présents: MM. Azzouzi, Bendriss et Kharbouch', 'person:Kharbouch'],
  ['To: Philippe Le Goff', 'person:Philippe Le Goff'],
  ['سلمت الوثيقة لأمينة بنسودة', 'person:أمينة بنسودة'],
  ['السيدة سكينة الخطاط تقيم هنا', 'person:سكينة الخطاط'],
  ['kanhder m3a ftouma daba', 'person:ftouma'],
  ['né à Taza en 1961, demeurant à Salé', 'birth_date:1961'],
  ['المزداد سنة 1978 بوجدة', 'birth_date:1978'],
  ['Date de nais5ance : 12 octobre 1980', 'birth_date:12 octobre 1980'],
  ['CNIE : Z 198745 ; passeport : NQ8812345', 'passport:NQ8812345'],
  ['لاكارط AD 214587', 'cin:AD 214587'],
  ['عبر الحساب MA64 0117 8000 0042 0001 2345 6758', 'iban:MA64 0117 8000 0042 0001 2345 6758'],
  ['Mot de passe WiFi du bureau : Atl4s#2024!', 'secret:Atl4s#2024!'],
  ['Le mot de passe de la messagerie est Zr7!mokador22, merci', 'secret:Zr7!mokador22'],
  ['كلمة المرور الخاصة بالبريد هي Marsa_2291x', 'secret:Marsa_2291x'],
  ['<add key="ApiToken" value="6d0fA92cE17bB84d3Fa5C0e9" />', 'secret:6d0fA92cE17bB84d3Fa5C0e9'],
  [
    'zéro six cinquante-trois dix-huit vingt-deux quatre-vingt-onze',
    'phone:zéro six cinquante-trois dix-huit vingt-deux quatre-vingt-onze',
  ],
  [
    'Résidence Jnane Souissi, immeuble B3, appartement 7, Rabat',
    'address:Résidence Jnane Souissi, immeuble B3, appartement 7, Rabat',
  ],
  ['Mon père, feu El Haj Thami Berrached, est né ici', 'person:Thami Berrached'],
  ['السيدة نجية أوعبو، الساكنة هنا', 'person:نجية أوعبو'],
  ['حضر جمال الدين برادة أمس', 'person:جمال الدين برادة'],
  ['هادي نمرة سي العربي', 'person:العربي'],
  ['حنان ختي كتخدم هنا', 'person:حنان'],
  ['votre fille Aya est admise', 'person:Aya'],
  ['Marocaine, N° : BK12-34-56, à Salé', 'cin:BK12-34-56'],
  ['الاسم الكامل | رقم البطاقة | الهاتف\nسعيد العمراني | JC0 4 1 2 3 6 | 0661223344', 'cin:JC0 4 1 2 3 6'],
  ['زوجتي حامل في شهرها السادس', 'sensitive:حامل'],
  ['والدتي مصابة بداء السكري', 'sensitive:السكري'],
  ['Ma femme a subi une IVG en mars', 'sensitive:IVG'],
  ['Her fingerprints were taken', 'sensitive:fingerprints'],
  ['M. Tazi est suivi pour diabète de type 2', 'sensitive:diabète de type 2'],
  ['Le prévenu a été condamné à deux ans', 'sensitive:condamné'],
  ['Mes enfants Yassine, Aya et Rayan sont inscrits', 'person:Aya'],
  ['Y. El Alami a transmis la pièce', 'person:Y. El Alami'],
  ['On attend Adil et Mehdi B.', 'person:Mehdi B.'],
  ['merci de contacter hicham bouanani pour la suite', 'person:hicham bouanani'],
  ['LE SOUSSIGNÉ BOUTAHAR ABDELHAK DÉCLARE AVOIR REÇU LA SOMME', 'person:BOUTAHAR ABDELHAK'],
  ['Sekou Diallo, ressortissant guinéen, demande sa carte', 'person:Sekou Diallo'],
  ['Cc : s. benabdallah, r. tijani', 'person:r. tijani'],
])('finds in « %s »', (text, expected) => {
  expect(found(text)).toContain(expected);
});

test('machine-readable zones of passports and identity cards are found whole', () => {
  const passport = 'P<MARBENJELLOUN<<YOUSSEF<<<<<<<<<<<<<<<<<<<<\nAB12345671MAR8503121M3001012<<<<<<<<<<<<<<00';
  expect(found(`avant\n${passport}\naprès`)).toEqual([`passport:${passport}`]);
  const card = 'I<MARAB123456<0<<<<<<<<<<<<<<<\n8503121M3001012MAR<<<<<<<<<<<0\nBENJELLOUN<<YOUSSEF<<<<<<<<<<<';
  expect(found(card)).toEqual([`cin:${card}`]);
});

test.each([
  'Commande n° BL123456 expédiée, lot A320145, version 10.2.3.4',
  'décret n° 2-24-921 du 18 février 2024, article 11',
  '12 345 678,90 DH pour 1 250 000 habitants',
  'avenue Mohammed V, université Hassan II, le roi Mohammed VI',
  'numéro de suivi 4929123456789012',
  'الفاتورة عدد 2023/451 بمبلغ 12500 درهم، والقانون رقم 05.20',
  'نور الشمس جميل هذا الصباح والأمل كبير',
  'const password: string; token = process.env.API_TOKEN',
  'Le diabète est une maladie fréquente.',
  'Sa demande d’acte de naissance est prête au guichet 4.',
  'commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
  'La commune de Sidi Slimane et la province de Moulay Yacoub',
  'لحسن الحظ وصلت الرسالة، وإقليم سيدي قاسم بعيد',
  'commande 001524878000081 à livrer',
  '{"name":"PlatformError","message":"rule violated","user.name":"displayName"}',
  'Samir SA et Alami & Fils ont publié leurs comptes',
  'Le conseil communal de Sidi Bernoussi et la mosquée Hassan II',
  'sku;libelle;stock\nBH214578;Perceuse 18V;12\nEE458712;Vis;340',
  'In 1773 Joseph Priestley and in 1774 John Adams wrote letters.',
  'Le premier ministre Karim Lamrani et la ministre des finances, Hanae Bennis, ont signé.',
  'Sara Lindqvist, secrétaire permanente du Comité Nobel, a parlé.',
  'Ibn Khaldoun, Averroès et Victor Hugo sont au programme.',
  'Sabur Ibn Sahl (d 869) was a physician.',
  'إن السيد والي الجهة والسيد العامل حضرا',
  'un roman de Tahar Ben Jelloun',
  'Toute personne atteinte de tuberculose peut demander une prise en charge.',
  'Il traduit de la langue amazighe.',
  'يعاقب كل من حكم عليه بالحبس.',
  'Un immeuble de 15 étages, un quartier où règne le calme, elle est allée acheter 4 gâteaux.',
  'The lead guitarist of the group was born here in 1961.',
  'sk-sk-sk-sk-sk-sk-sk-sk-sk-sk-sk-sk-sk',
  'Mot de passe : Requis',
  'Mot de passe : obligatoire-8-caractères',
  'api_key = "VOTRE_CLE_API"',
  'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'SECRET_KEY=changeme123',
  'password=${DB_PASSWORD}',
  'password = os.environ["DB_PASSWORD"]',
  'Session : Juin-2024, jeton : non-fongible, pass: 12/14',
  'session: 8f14e45f-ceea-467f-a12d-1b2c3d4e5f60',
  'class="sk-folding-cube-loading-animation"',
  'token: bert-base-multilingual-cased-2024',
  'password_file: /etc/app/pass-1.txt',
  'الرقم السري: 4 أرقام يختارها الزبون',
  'LOG:  could not send data to client: Broken pipe',
  'LOG:  could not receive data from client: Connection reset by peer',
  'could not connect to client: Permission denied',
  'client: Network unreachable',
])('finds nothing in « %s »', (text) => {
  expect(found(text)).toEqual([]);
});

test('sensitive terms count only beside a person, with their category', () => {
  expect(guard.inspect(['M. Omar Tazi souffre de diabète.'])[0]).toMatchObject([
    { type: 'person' },
    { type: 'sensitive', detail: 'health' },
  ]);
  expect(found('Le dépistage du diabète est gratuit.')).toEqual([]);
});

test('a name found in one message is found in the others of the request', () => {
  const [, second = []] = guard.inspect(['Je suis Youssef Zerwaloud.', 'Le dossier de Zerwaloud est complet.']);
  expect(second).toMatchObject([{ type: 'person', start: 14, end: 23 }]);
});

test('a table tells what its cells are', () => {
  const text = 'nom;cin;date_naissance\nOulhaj;BL123456;12/03/1985\nHilali;BK654321;01/02/1990';
  expect(found(text)).toEqual([
    'person:Oulhaj',
    'cin:BL123456',
    'birth_date:12/03/1985',
    'person:Hilali',
    'cin:BK654321',
    'birth_date:01/02/1990',
  ]);
});

test.each([
  [
    'zero-width',
    'CIN B\u200BL\u200B1\u200B2\u200B3\u200B4\u200B5\u200B6 fin',
    'B\u200BL\u200B1\u200B2\u200B3\u200B4\u200B5\u200B6',
  ],
  ['full-width', 'CIN ＢＬ１２３４５６ fin', 'ＢＬ１２３４５６'],
  ['Cyrillic letters', 'CIN ВА123456 fin', 'ВА123456'],
  ['direction marks', 'CIN \u202ABL123456\u202C fin', '\u202ABL123456\u202C'],
  ['HTML entities', 'CIN &#66;&#76;123456 fin', '&#66;&#76;123456'],
  ['JSON escapes', String.raw`CIN \u0042\u004c123456 fin`, String.raw`\u0042\u004c123456`],
  ['URL encoding', 'CIN %42%4C123456 fin', '%42%4C123456'],
  ['base64', `CIN ${btoa('BL123456 et BK1')} fin`, btoa('BL123456 et BK1').slice(0, 11)],
])('an identity number hidden by %s is found at its place', (_name, text, value) => {
  const finding = (guard.inspect([text])[0] ?? []).find(({ type }) => type === 'cin');
  expect(text.slice(finding?.start, finding?.end)).toBe(value);
});

test('names that « and » joins are found one by one', () => {
  expect(found('توصلنا برسالة من مولاي إدريس الوزاني ولالة زبيدة الطاهري.')).toEqual([
    'person:مولاي إدريس الوزاني',
    'person:لالة زبيدة الطاهري',
  ]);
});

test.each([
  ['né le 12/03/2014 à Fès', '2014'],
  ['Date de naissance : 2014-03-12', '2014'],
  ['date de naissance : 20140312', '2014'],
  ['née le 3 mars 1985', '1985'],
  ['born on March 12, 2011', '2011'],
  ['المزداد بتاريخ ١٢ مارس ٢٠١٣', '2013'],
  ['née le 12.03.15', '2015'],
  ['né le 12.03.62', '1962'],
  ['ولد سنة 2012', '2012'],
])('R18: a birth date tells its year: %s', (text, year) => {
  const birth = createGuard()
    .inspect([text])[0]
    ?.find(({ type }) => type === 'birth_date');
  expect(birth?.detail).toBe(year);
});
