/** Development templates, one document a line: `language | text`; `{type.form}` is a value, `\n` a line end. */
export const developmentTemplates = String.raw`
fr | Bonjour, je m'appelle {person.fr}, ma CIN est {cin} et mon numéro de téléphone {phone}.
fr | Je soussigné {person.fr}, titulaire de la CIN n° {cin}, né le {birth_date.fr} à Rabat, demeurant au {address.fr}, atteste sur l'honneur.
fr | Nom : {person.fr}\nCIN : {cin}\nTél : {phone}\nAdresse : {address.fr}\nEmail : {email}
fr | Merci de virer 4 500,00 DH sur le compte RIB {rib} au nom de {person.fr}.
fr | Facture n° 2024-0153 — ICE : {ice} — IF : {tax_id} — RC : {trade_register} — TP : {patente} — CNSS : {cnss}
fr | Mme {person.fr} (passeport {passport}) a quitté le territoire. IBAN : {iban}.
fr | Le patient {person.fr}, né le {birth_date.fr}, souffre de {sensitive.fr}. Contacter sa famille au {phone}.
fr | L'élève {person.fr}, code Massar {massar}, est inscrite en deuxième année. Tuteur : {person.fr}, GSM {phone}.
fr | Le véhicule immatriculé {plate} appartient à M. {person.family}, permis de conduire {driving_licence}.
fr | Bonjour {person.given}, as-tu reçu mon message ? Écris-moi sur {email}.
fr | Carte de séjour n° {residence_card}, titulaire {person.french}, NIR {nir}, SIRET {siret}.
fr | Paiement par carte {card} refusé. Client : {person.fr}.
fr | Acte de naissance n° {civil_status}, commune d'Agdal, IDCS {idcs}, n° AMO {amo}.
fr | Connexion depuis {ip} (MAC {mac}) ; clé {secret} ; base {url_credentials}
fr | Dossier transmis. Références : {cin.bare}, {phone}.
en | My name is {person.fr} and my national ID is {cin}. Call me at {phone} or write to {email}.
en | Customer: {person.fr}, date of birth {birth_date.fr}, passport {passport}, lives at {address.fr}.
en | Please charge card {card} and send the invoice to {email}. Server {ip}, coordinates {geo}.
en | Bank account number {rib}, IBAN {iban}, company ICE {ice}.
ar | السيد {person.ar}، الحامل للبطاقة الوطنية رقم {cin}، الساكن ب{address.ar}، الهاتف {phone}.
ar | أنا الموقع أسفله {person.ar}، المزداد بتاريخ {birth_date.ar}، أصرح بأن رقم حسابي البنكي هو {rib}.
ar | الاسم الكامل: {person.ar}\nرقم البطاقة الوطنية: {cin}\nتاريخ الازدياد: {birth_date.ar}\nالعنوان: {address.ar}\nالهاتف: {phone}
ar | التلميذة {person.ar}، رقم مسار {massar}، ولي أمرها {person.ar}، رقم الهاتف {phone}.
ar | شركة ذات المعرف الموحد للمقاولة {ice} والتعريف الجبائي {tax_id} والسجل التجاري {trade_register} والرسم المهني {patente}.
ar | المريضة {person.ar} تعاني من {sensitive.ar}، رقم الانخراط في الضمان الاجتماعي {cnss}.
ar | السيارة المسجلة تحت رقم {plate}، رخصة السياقة {driving_licence}، جواز السفر {passport}.
ar | التقت لجنة التحقيق مع {person.ar} يوم الاثنين بمقر العمالة.
ar | بطاقة الإقامة رقم {residence_card}، المعرف المدني والاجتماعي الرقمي {idcs}، الإيبان {iban}.
ary | سميتي {person.ar} وساكن ف {address.ar}، النمرة ديالي {phone}.
ary | خويا {person.ar} عندو لاكارط {cin} وبغا يدير الحساب، الريب هو {rib}.
ary | عافاك عيط لـ{person.ar} على {phone}، راه تزاد ف {birth_date.ar}.
ary | البنت ديالي {person.ar} رقم مسار ديالها {massar} باقي ما خدماتش ليها المنصة.
ary | لاكارط كيشي ديالي {card} تسرقات، وراني ساكن ف {address.ar}.
arz | salam ana {person.chat}, nmra dyali {phone} o lakart dyali {cin}.
arz | smiti {person.chat} sakn f {address.chat}, tzad f {birth_date.fr}.
arz | khoya sift flous l {person.chat} f RIB {rib} 3afak.
arz | chft {person.chat1} lbar7 f lkhdma, galiya nsift l {email}.
arz | l'ICE dyal charika {ice}, IF {tax_id}, tel {phone}.
arz | hadi code massar dyal bnti {massar}, smitha {person.chat}.
tab | nom;cin;telephone;email\n{person.fr};{cin.bare};{phone};{email}\n{person.fr};{cin.bare};{phone};{email}
tab | {"nom": "{person.fr}", "cin": "{cin.bare}", "date_naissance": "{birth_date.fr}", "telephone": "{phone}", "rib": "{rib}"}
tab | INSERT INTO clients (nom, cin, email) VALUES ('{person.fr}', '{cin.bare}', '{email}');
tab | 2024-05-11T10:22:31Z user=admin ip={ip} email={email} token={secret}
tab | الاسم;رقم البطاقة;الهاتف\n{person.ar};{cin.bare};{phone}
`;

export const developmentNegatives = String.raw`
fr | Commande n° BL123456 expédiée le 12/03/2024, référence 0612-3456-78, lot A320145.
fr | Le décret n° 2-24-921 du 18 février 2024 fixe les modalités d'application de la loi 05-20, article 11, alinéa 2.
fr | Le budget s'élève à 12 345 678,90 DH pour 1 250 000 habitants, soit une hausse de 3,14 %.
fr | Bon de livraison 001524878000088 du 3 mars 2023, facture FA-2023-000451, version 10.2.3.4 du logiciel.
fr | L'avenue Mohammed V et l'université Hassan II accueillent le festival. Le roi Mohammed VI a inauguré le port.
fr | La norme EN123456 et la norme ISO 27001 s'appliquent au modèle A123456.
fr | Le diabète est une maladie fréquente ; le dépistage du cancer est gratuit dans les centres publics.
fr | Numéro de suivi 4929123456789012 pour le colis, code article 6111234567890.
fr | Horaires : 08:30-16:30, standard {phone_org}, réponse sous 60 jours.
en | Order number 0012345678901234, tracking 1Z999AA10123456784, part number AB123456.
en | The committee met on 12 March 2019 and approved version 2.4.1.7 of the protocol.
en | Revenue grew by 12 345 678 dollars in 2023; see table 4 and figure 12.
ar | صدر المرسوم رقم 2.24.921 بتاريخ 18 فبراير 2024 بتطبيق القانون رقم 05.20، المادة 11.
ar | بلغ عدد السكان 1.250.000 نسمة سنة 2024 بزيادة 3,14 في المائة.
ar | رقم الطلبية 001524878000088 والفاتورة عدد 2023/451 بمبلغ 12500 درهم.
ar | شارع محمد الخامس وجامعة الحسن الثاني من معالم المدينة، وقد دشن الملك محمد السادس الميناء.
ar | مرض السكري من الأمراض المنتشرة، والكشف عن السرطان مجاني في المراكز الصحية.
ary | الكوموند رقم BL123456 وصلات البارح، والثمن ديالها 1250 درهم.
ary | واش كاين شي خبر على القانون الجديد؟ الجلسة غادي تكون يوم 12 مارس.
arz | lcommande BL445566 mazal mawslatch, taman 1250 dh o livraison f 3 iyam.
arz | wach kayn chi offre jdida? lwa9t 10:30 o lblasa f centre ville.
tab | ref;qte;prix\nA12345;12;1250.00\nB54321;3;99.90
tab | {"order": "BL123456", "sku": "A320145", "version": "10.2.3.4", "total": 12345678}
tab | 2024-05-11 10:22:31 INFO build 123456789 finished in 1250 ms (commit 9f8e7d6c5b4a)
`;
