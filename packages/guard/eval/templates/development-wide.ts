/** Development templates of a third kind: more kinds of documents, other turns of phrase, other places for the values. */
export const wideTemplates = String.raw`
fr | ROYAUME DU MAROC\nMINISTÈRE DE L'INTÉRIEUR\nAttestation de résidence\nLe caïd de l'annexe administrative atteste que {person.fr}, titulaire de la CNIE n° {cin}, réside à {address.wide} depuis 2018.
fr | Objet : Réclamation facture d'eau\n\nMonsieur le Directeur,\n\nJe suis {person.fr}, client à l'adresse {address.wide}. Vous pouvez me joindre au {phone} après 18h.\n\nVeuillez agréer mes salutations distinguées.\n\n{person.fr}
fr | Compte rendu : M. {person.fr} rappelle que Mme {person.family} devait transmettre le devis. {person.given} confirme l'envoi. Prochaine réunion le 14 mai 2025.
fr | Chère {person.given}, merci pour ton message. {person.given} et {person.given} arrivent demain. Bises, {person.given}
fr | Ordonnance – Dr {person.fr} – Patient(e) : {person.fr}, 54 ans, suivi pour {sensitive.wide}. Tél. cabinet : {phone}
fr | Le salarié {person.fr}, matricule 4521, n° CNSS {cnss}, RIB {rib}, a été recruté le 02/01/2020 (date de naissance : {birth_date.fr}).
fr | Suite au constat, le conducteur {person.fr} (permis n° {driving_licence}), véhicule {plate}, reconnaît sa responsabilité.
fr | Entre : la société ATLAS DISTRIBUTION SARL, RC {trade_register}, IF {tax_id}, ICE {ice}, représentée par {person.fr}, et : {person.fr}, CIN {cin}.
fr | Acte notarié : comparaît {person.fr}, né à Fès le {birth_date.fr}, époux de {person.fr}, demeurant {address.wide}.
fr | Liste des admis :\n1. {person.fr}\n2. {person.fr}\n3. {person.fr}
fr | Bulletin de {person.fr} – code Massar : {massar} – classe 2APIC3 – moyenne 14,25
fr | Colis à remettre à {person.fr}, {address.wide}. Contact livreur : {phone}.
fr | {person.fr} a écrit : « merci de supprimer mon compte {email} ».
fr | L'intéressée, {person.fr}, est {sensitive.pregnant} de six mois ; elle sollicite un congé.
fr | Le prévenu {person.fr} alias « Rambo », déjà {sensitive.justice} en 2019, a été présenté au parquet.
fr | Ma fille {person.given} a été diagnostiquée {sensitive.autism}, pouvez-vous m'orienter ? Mon numéro : {phone}
fr | Mon collègue {person.fr} est délégué de la {sensitive.unionfr} et il a été convoqué.
fr | URGENT rappeler Mr {person.family} au {phone} svp, il parle du chèque de {person.given}.
fr | Le gérant {person.french} (passeport {passport}) et l'associée {person.french} ont signé les statuts.
fr | Dossier n° 2024/118 : demandeur {person.fr} c/ défendeur {person.fr} ; avocat : Me {person.fr}.
fr | Bonsoir, c'est {person.given} la voisine du 3e. Mon mari {person.given} a perdu sa carte {cin}, si quelqu'un la trouve : {phone}.
fr | Identifiant {email} / mot de passe : {secret.password}
fr | export AWS_KEY={secret} # ne pas partager
fr | Né(e) le : {birth_date.fr}  Lieu : Khouribga  Sexe : M  Nationalité : marocaine  N° : {cin}
fr | FACTURE À : {person.fr}\n{address.wide}\nTél : {phone} – {email}
fr | le virement de 2 300 DH vers {rib} (bénéficiaire {person.fr}) est en attente
fr | Mme {person.fr} née {person.family}, {birth_date.after} à Meknès
fr | Vu le certificat médical du Dr {person.family} constatant que {person.fr} souffre d'une {sensitive.long}
fr | tel : {phone.spoken} merci
fr | je te dicte mon numéro : {phone.spoken}
en | Please update the record of {person.fr} (DOB {birth_date.fr}, national ID {cin}). New address: {address.wide}.
en | {person.fr} from Casablanca called; she has {sensitive.en} and needs an appointment. Call back {phone}.
en | From: {person.fr} <{email}>\nTo: {person.french}\nSubject: invoice\n\nHi, my IBAN is {iban}. Thanks, {person.given}
en | Incident 88: driver {person.fr}, plate {plate}, licence {driving_licence}.
ar | شهادة السكنى: يشهد قائد الملحقة الإدارية أن {person.ar}، الحامل لبطاقة التعريف الوطنية رقم {cin}، يقطن بالعنوان التالي: {address.arwide}.
ar | تحية طيبة وبعد، أنا المسماة {person.ar} أشتكي من تأخر الملف، رقم هاتفي {phone}.
ar | حكمت المحكمة لفائدة {person.ar} ضد {person.ar} بتعويض قدره 20000 درهم.
ar | عقد كراء بين السيد {person.ar} بصفته مكريا والسيدة {person.ar} بصفتها مكترية، الكائن ب{address.arwide}.
ar | التلميذ {person.ar} رقم مسار {massar} حصل على معدل 15,50.
ar | يعاني {person.ar} من {sensitive.ar} منذ سنتين حسب الدكتور {person.ar}.
ar | حضر الاجتماع {person.ar} و{person.ar} و{person.ar}، واعتذر {person.ar}.
ar | توصلت برسالة من {person.ar} بتاريخ 12 مارس 2024 حول ملف {person.ar}.
ar | صرح {person.ar} أمام الضابطة القضائية أنه سلم المبلغ ل{person.ar}.
ar | لائحة الناجحين:\n- {person.ar}\n- {person.ar}\n- {person.ar}
ar | المزداد بتاريخ {birth_date.ar} بفاس، من والديه {person.arone} و{person.arone}، والقاطن ب{address.arwide}.
ar | ألقي القبض على {person.ar} الذي سبق أن {sensitive.arjustice} من أجل السرقة.
ar | رقم الحساب {rib} باسم {person.ar}، والإيبان {iban}.
ar | الرقم هو {phone.spokenar} شكرا
ar | شركة الأطلس، السجل التجاري {trade_register}، التعريف الضريبي {tax_id}، ICE: {ice}، يمثلها السيد {person.ar}.
ary | السلام خويا {person.arone}، عافاك صيفط ليا الفلوس ل {person.ar} ف هاد الحساب {rib}
ary | الجارة ديالنا {person.ar} ولدها {person.arone} خدا الباك، مسار ديالو {massar}
ary | راه {person.ar} ساكن حدانا ف {address.arwide} وما كيجاوبش ف {phone}
ary | كنت مع {person.ar} البارح و قال ليا باللي مراتو عندها {sensitive.ar}
ary | هادي {person.arone}، الوليدة ديال {person.ar}، عندها لاكارط {cin} جديدة
ary | واش ممكن تعطيني النمرة ديال السي {person.ar}؟ ها ديالي {phone}
ary | {person.ar} تزاد ف {birth_date.ar} ف الرباط
ary | الطبيب {person.ar} قال ليا راه {person.arone} مزيان دابا
arz | slm {person.chat1}, wach 3ndek nmra dyal {person.chat}? 3tiha {phone}
arz | ana {person.chat}, sakna f {address.chat}, lcin dyali {cin}
arz | {person.chat1} khti mrida b {sensitive.chat} khass tbib
arz | sifti lflous l {person.chat} f lcompte {rib} 3afak {person.chat1}
arz | chkoun {person.chat}? galt liya {person.chat1} bli howa lmodir
arz | lpassword dyal wifi {secret.password} matgolhach l {person.chat1}
arz | weld {person.chat} tzad f {birth_date.fr} o smah {person.chat1}
arz | azul {person.chat1}, manza lkhbar? ism inu {person.chat}, tilifoun {phone}
arz | nmrti hiya {phone.spoken}
tzm | ⴰⵣⵓⵍ, nekk d {person.fr}, uṭṭun n tkarṭa {cin}, tilifun {phone}
tzm | Azul a {person.given}, ism inu {person.fr}, zdeɣ g {address.wide}
mix | Bonjour سميتي {person.ar} بغيت نسول على dossier ديالي, mon CIN c'est {cin}
mix | سلام, je suis {person.fr} w sakna f {address.wide}, عيطو ليا ف {phone}
mix | Salam Mme {person.family}, l facture dyali fiha ghalat, nmra dyal client {phone}, شكرا
mix | السيد {person.ar} demeurant à {address.wide}, né le {birth_date.fr}
tab | nom|prenom|date_naissance|adresse\n{person.family}|{person.given}|{birth_date.fr}|{address.wide}
tab | "id","client","ville","gsm"\n"17","{person.fr}","Rabat","{phone}"\n"18","{person.fr}","Fès","{phone}"
tab | [{"id":1,"full_name":"{person.fr}","phone_number":"{phone}","iban":"{iban}"},{"id":2,"full_name":"{person.fr}","phone_number":"{phone}","iban":"{iban}"}]
tab | INSERT INTO patients VALUES (12,'{person.family}','{person.given}','{cin.bare}','{birth_date.fr}','{phone}');
tab | level=info msg="login ok" user="{person.fr}" ip={ip} session={secret.session}
tab | DB_HOST=localhost\nDB_PASSWORD={secret.password}\nADMIN_EMAIL={email}
tab | N0M : {person.fr}\nClN : {cin}\nTé1 : {phone}\nDate de nais5ance : {birth_date.fr}
tab | الاسم,النسب,رقم البطاقة,تاريخ الازدياد\n{person.arone},{person.arfamily},{cin.bare},{birth_date.ar}
tab | NOM PRENOM          CIN        TEL\n{person.caps}   {cin.bare}   {phone}\n{person.caps}   {cin.bare}   {phone}
`;

export const wideNegatives = String.raw`
fr | Le Conseil d'administration de la Banque Populaire a approuvé les comptes 2023 ; le résultat net atteint 3,4 milliards de dirhams.
fr | Sidi Ifni, Sidi Slimane et Moulay Bousselham accueillent des touristes ; Ouled Teima et Aït Melloul aussi.
fr | Le lycée Ibn Khaldoun, le collège Allal El Fassi et la faculté Ben M'Sik ouvrent leurs portes le 4 septembre.
fr | Réf. dossier : AB123456/2024 ; lot n° 45 ; série C123456 ; code postal 10000 ; N° d'ordre 0123456789.
fr | Erreur 0x80070005 : accès refusé, voir KB4023057, build 19041.1288, uuid 550e8400-e29b-41d4-a716-446655440000
fr | Ingrédients : 250 g de farine, 3 œufs, 1/2 litre de lait ; cuire 35 min à 180 °C ; pour 6 personnes.
fr | Rendez-vous mardi 12/03/2024 à 14h30, salle B 204, étage 2, porte 12.
fr | Prévoir la rose, le jasmin et le safran ; la nature est belle, la paix aussi, et la victoire est proche.
fr | TOTAL HT 12 500,00 TVA 20 % 2 500,00 TOTAL TTC 15 000,00 ARRÊTÉ LA PRÉSENTE FACTURE À LA SOMME DE QUINZE MILLE DIRHAMS
fr | Le Président de la République française a reçu le Premier ministre ; la Chambre des représentants siège lundi.
fr | La grossesse et l'allaitement : conseils généraux. Le syndicat des copropriétaires se réunit le 3 juin.
fr | mon numéro de commande est le 4578123690 et le code de suivi LX123456789FR
en | The Bank of Africa and Maroc Telecom shares rose 2.5% on Monday; the MASI index closed at 13,245.67.
en | Python 3.12.4, Node 22.22.0, pip install numpy==1.26.4; see RFC 9110 section 15.5.
en | Mount Sinai, the Victoria Falls and Lake Charles are on the list; Houston and Madison are cities.
ar | يحتضن ملعب محمد الخامس مباراة الوداد والرجاء، وتنطلق الساعة 20:00 مساء.
ar | تعلن جماعة سيدي سليمان عن فتح طلبات عروض رقم 12/2024 لبناء مدرسة بحي السلام.
ar | قال تعالى في كتابه الكريم، والسلام على نبينا الأمين.
ar | من المنتظر أن يعرف سعر الزيت ارتفاعا بنسبة 5 في المائة خلال شهر رمضان.
ar | كل سنة وأنتم بألف خير، ونتمنى لكم النجاح والتوفيق والسعادة.
ar | الحمد لله رب العالمين، نور على نور، وهدى ورحمة للمؤمنين.
ary | واش عندكم شي كرسي كبير بحال هذا؟ الثمن 450 درهم غالي شوية
ary | اليوم الجو سخون بزاف، غادي نمشيو للبحر مع الدراري
arz | chhal taman dyal had telephone? wach ma3ndkomch 3 b 1000 dh
arz | rah kayn solde f marjane o acima hta l 30 had chhar
arz | dar lbida zwina walakin fiha zham, rbat kaliya w7sen
tab | date;produit;quantite;total\n2024-03-12;Stylo bleu;120;240.00\n2024-03-13;Cahier;85;425.00
tab | {"sku":"MA-123456","ean":"6111245678901","weight":"1.250","dimensions":"10x20x30"}
tab | 192x168 px; ratio 16:9; v2.10.3.1; ISO 9001:2015; EN 60601-1
`;
