/** Test templates, written apart from the development ones; never tuned on. */
export const testTemplates = String.raw`
fr | Suite à notre entretien, je vous confirme mes coordonnées : {person.fr}, {address.fr}, portable {phone}, courriel {email}.
fr | Attestation de travail : M. {person.fr}, carte nationale d'identité {cin}, immatriculé à la CNSS sous le n° {cnss}, date de naissance : {birth_date.fr}.
fr | Veuillez créditer le compte {rib} ouvert au nom de {person.fr} auprès de notre agence.
fr | Plainte de Mme {person.fr} : son conjoint {person.fr} l'a contactée depuis le {phone}.
fr | Société à responsabilité limitée, registre de commerce {trade_register}, identifiant fiscal {tax_id}, patente {patente}, I.C.E. {ice}.
fr | Ordonnance du Dr {person.family} pour {person.fr} atteinte d'un {sensitive.fr}.
fr | Passager {person.fr}, passport n° {passport}, véhicule {plate}, permis n° {driving_licence}.
fr | Inscription de {person.fr} (Massar : {massar}) ; père : {person.fr}, CNIE {cin}.
fr | {person.french} travaille avec {person.fr} depuis 2019. Sécurité sociale {nir}, SIREN {siren}.
fr | Le numéro {cin.bare} figure sur la pièce jointe. Rappeler {person.given} avant midi.
fr | Carte bancaire : {card}. IBAN du bénéficiaire : {iban}. Mot de passe provisoire : Tz9!kaLm
en | Dear {person.fr}, we received your copy of ID card {cin}. Your account {rib} will be credited. Phone on file: {phone}.
en | Patient {person.fr}, born on {birth_date.fr}, address: {address.fr}, social security CNSS {cnss}.
en | Use key {secret} on host {ip}; contact {email}; location {geo}; url {url_credentials}
ar | شهادة عمل: يشهد مدير الشركة أن السيدة {person.ar}، رقم بطاقتها الوطنية {cin}، المولودة في {birth_date.ar}، تشتغل لدينا.
ar | يرجى تحويل المبلغ إلى الحساب البنكي {rib} باسم {person.ar}، رقم الهاتف: {phone}.
ar | القاطن حاليا ب{address.ar}، والحامل لجواز السفر رقم {passport}، البريد الإلكتروني {email}.
ar | الطالب {person.ar} (مسار: {massar}) ووالده {person.ar}، ب.و.ت رقم {cin}.
ar | صرح {person.ar} للشرطة بأن سيارته رقم اللوحة {plate} سرقت.
ar | المقاولة مقيدة في السجل التجاري تحت عدد {trade_register}، التعريف الضريبي {tax_id}، الضريبة المهنية {patente}، ICE {ice}.
ar | الموظف {person.ar} مصاب بمرض {sensitive.ar} حسب الشهادة الطبية.
ary | السلام، أنا {person.ar}، بغيت نبدل النمرة {phone} ديالي، لاكارط ناسيونال {cin}.
ary | ختي {person.ar} ساكنة ف {address.ar} وخاصها الشهادة.
ary | صيفط الفلوس ل {person.ar} فهاد الكونط {rib}، وعيط ليا ف {phone}.
ary | سميتها {person.ar} ومزيودة نهار {birth_date.ar}.
arz | slm, m3ak {person.chat}, 3tini n9ta3 f {phone}, cin {cin}.
arz | bghit nbdel l'adresse dyali: {address.chat}, smiyti {person.chat}.
arz | {person.chat} gal liya nsift lih f compte {rib}, email dyalo {email}.
arz | hdrt m3a {person.chat1} 3la dossier dyal {person.chat}, tel {phone}.
tab | prenom,nom,tel,cin\n{person.given},{person.family},{phone},{cin.bare}
tab | {"client": {"fullName": "{person.fr}", "nationalId": "{cin.bare}", "birthDate": "{birth_date.fr}", "iban": "{iban}"}}
tab | | Nom | CIN | Téléphone |\n|---|---|---|\n| {person.fr} | {cin.bare} | {phone} |
tab | الاسم الكامل,الهاتف,البريد\n{person.ar},{phone},{email}
`;

export const testNegatives = String.raw`
fr | Réf. dossier AB123456/2024, marché n° 12/2023, montant 1 524 878,00 dirhams TTC.
fr | Conformément à l'article 24 de la loi 31-13 et au dahir n° 1-18-15, la demande est traitée sous vingt jours.
fr | Le vol AT1234567 décolle à 06:12 ; le colis 5123456789012345 est en retard.
fr | La rue Ibn Sina et le boulevard Zerktouni seront fermés à la circulation dimanche.
fr | Numéro de série KL1234567, firmware 192.0.2, garantie jusqu'au 12/05/2026.
fr | Les syndicats et les partis politiques ont participé au débat sur la santé mentale.
en | Invoice 000123456789012 was paid on 2024-03-12; SKU BK654321 is out of stock.
en | Chapter 12 explains how 0612 samples and 345678 readings were averaged.
ar | طبقا للفصل 27 من الدستور والقانون 31.13، تعالج الطلبات داخل أجل عشرين يوما.
ar | رقم التتبع 5123456789012345 والمرجع AB123456 لا يخصان أي شخص.
ar | تقع ثانوية مولاي يوسف قرب ساحة محمد الخامس بالرباط.
ary | الطرد رقم 0012345678 باقي ما وصلش، والثمن 300 درهم.
ary | النقابات والأحزاب دارو اجتماع على الصحة.
arz | facture 2024/556677 khlastha, ref AB998877, 450 dh.
tab | sku,stock,price\nBK654321,12,99.00\nA123456,4,15.50
tab | {"invoice":"F-2024-001234","amount":1524878,"ref":"CD123456"}
`;
