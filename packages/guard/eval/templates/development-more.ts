/** Further development templates: longer and messier documents. */
export const moreTemplates = String.raw`
fr | PROCÈS-VERBAL DE RÉUNION\nPrésents : {person.fr}, {person.fr}, {person.fr}.\nExcusé : M. {person.fr}.\nL'ordre du jour appelle l'examen du budget.
fr | ENTRE LES SOUSSIGNÉS :\n1) M. {person.fr}, de nationalité marocaine, né le {birth_date.fr}, titulaire de la C.N.I.E. numéro {cin}, demeurant à {address.fr}, ci-après « le bailleur »,\n2) Mlle {person.fr}, C.I.N. : {cin}, ci-après « le preneur ».
fr | De : {person.fr} <{email}>\nÀ : {person.fr} <{email}>\nObjet : dossier de remboursement\n\nBonjour Monsieur {person.family},\nVeuillez trouver mon RIB : {rib}.\nCordialement,\n{person.fr}\nTél : {phone}
fr | [12/05/2024, 10:22] {person.fr}: tu peux m'appeler au {phone} ?\n[12/05/2024, 10:23] {person.fr}: oui, envoie ton adresse : {address.fr}
fr | Madame, Monsieur,\nJe me permets de vous écrire au sujet de ma mère, {person.fr}, hospitalisée depuis lundi. Elle est née le {birth_date.fr} et habite au {address.fr}.
fr | Le juge a entendu {person.fr} et son avocat Me {person.fr}. Le prévenu, {person.fr}, a été {sensitive.justice}.
fr | MONSIEUR {person.fr} A RÉGLÉ PAR CARTE N° {card}. CIN {cin}. TEL {phone}.
fr | Réclamation de la cliente {person.fr} : double prélèvement sur la carte {card}, compte n° {rib}.
fr | Chauffeur : {person.fr} – permis {driving_licence} – camion {plate} – GSM : {phone}
fr | L'assuré {person.fr} (immatriculation CNSS : {cnss}) demande la carte AMO n° {amo}.
fr | Fiche client\nNom : {person.family}\nPrénom : {person.given}\nN° CIN : {cin}\nDDN : {birth_date.fr}\nE-mail : {email}\nMobile : {phone}\nAdresse : {address.fr}\nRIB : {rib}
fr | J'ai vu {person.given} hier au marché avec {person.given} ; ils te saluent.
fr | Selon {person.fr}, directrice des ressources humaines, le contrat de {person.french} prend fin en mars.
fr | Feue {person.fr}, veuve de {person.fr}, laisse pour héritiers ses fils {person.given} et {person.given}.
fr | Notre collègue {person.french} ({email}) remplace {person.french} pendant l'été. Poste : {phone}.
fr | Extrait Kbis : SIREN {siren}, SIRET {siret}, gérant {person.french}, né le {birth_date.fr}.
fr | Patient : {person.fr} — Âge : 45 ans — Antécédents : {sensitive.fr} — Traitement prescrit par Dr {person.fr}.
fr | Ma voisine est atteinte de {sensitive.fr} et son mari {person.given} cherche un donneur.
fr | Virement de {person.fr} vers {iban} le 12/05/2024, motif : loyer mai 2024, montant 3 500,00 MAD.
fr | Merci de rappeler le {phone} ou le {phone} (secrétariat de {person.fr}).
fr | Coordonnées GPS du domicile : {geo}. Adresse IP de connexion : {ip}. Identifiant : {email}.
en | Minutes: attendees {person.fr}, {person.fr} and {person.fr}. Absent: {person.french}.
en | Hi {person.given}, this is {person.fr} from accounting. My mobile is {phone}, my CIN {cin}.
en | The tenant, {person.fr}, residing at {address.fr}, born {birth_date.fr}, holder of passport number {passport}.
en | Patient {person.fr} was diagnosed with {sensitive.en} by Dr. {person.fr} last week.
en | Ticket 4512: customer {person.fr} cannot log in from {ip}; email {email}; card {card} declined.
ar | محضر اجتماع\nالحاضرون: {person.ar}، {person.ar}، {person.ar}\nتغيب بعذر: السيد {person.ar}
ar | بناء على شكاية السيدة {person.ar} ضد المسمى {person.ar}، المزداد في {birth_date.ar} والحامل لبطاقة التعريف الوطنية رقم {cin}.
ar | حضر أمامنا نحن الموثق كل من السيد {person.ar}، مغربي الجنسية، والسيدة {person.ar}، القاطنين ب{address.ar}.
ar | إلى السيد رئيس الجماعة\nالموضوع: طلب شهادة السكنى\nسلام تام بوجود مولانا الإمام، وبعد،\nأنا الموقعة أسفله {person.ar}، الساكنة ب {address.ar}، أطلب منكم شهادة السكنى.\nالإمضاء: {person.ar}
ar | استفاد {person.ar} من منحة مالية قدرها 3000 درهم حولت إلى حسابه البنكي رقم {rib}.
ar | قال {person.ar} إن أخاه {person.ar} يقيم في فرنسا منذ سنوات.
ar | اتصل بي الأستاذ {person.ar} على الرقم {phone} وطلب نسخة من البطاقة {cin}.
ar | المتهم {person.ar} له {sensitive.past} حسب {sensitive.record}، ودفاعه الأستاذة {person.ar}.
ar | ورثة المرحوم {person.ar}: أرملته {person.ar} وابنه {person.ar}.
ar | رقم البطاقة: {cin}، تاريخ الميلاد: {birth_date.ar}، محل السكنى: {address.ar}، الهاتف المحمول: {phone}، البريد الإلكتروني: {email}
ar | يقطن المعني بالأمر ب{address.ar} منذ سنة 2015.
ar | رسالة من {person.ar}: أرجو إرسال الوثائق إلى العنوان التالي: {address.ar}.
ary | شفت {person.ar} البارح فالسوق وقال ليا باللي النمرة ديالو تبدلات ل {phone}.
ary | بغيت نشكي ب {person.ar}، ساكن ف {address.ar}، ونمرتو {phone}.
ary | مرات خويا {person.ar} راها مريضة ب{sensitive.ar} وخاصها تدير العملية.
ary | دوز ليا الفلوس فالحساب {rib} سميتي {person.ar} وصافي.
ary | الأستاذة {person.ar} ديال الماط ما جاتش اليوم، عيطو ليها ف {phone}.
ary | ولدي {person.ar} مزاد نهار {birth_date.ar} وكود مسار ديالو {massar}.
ary | أنا ساكن ف {address.ar} وعندي الطوموبيل {plate}.
arz | salam si {person.chat}, wach t9der tsift liya lcontrat f {email}?
arz | {person.chat1} o {person.chat1} mchaw l casa, 3yet lihom f {phone}
arz | lmra dyali {person.chat} mrida b {sensitive.chat} o tbib smito {person.chat}
arz | hadi smiti {person.chat} o hadi lcin {cin} o rib {rib} sift liya lflous
arz | ana sakn f {address.chat} hda lhanout dyal {person.chat1}
arz | tzadit nhar {birth_date.fr} f fes, smiti {person.chat}, tel {phone}
arz | wld khti {person.chat} kay9ra f lycee, massar dyalo {massar}
arz | 3afak {person.chat1}, goul l {person.chat} i3yet liya f {phone}
arz | tomobil dyali {plate} tsr9at, permis {driving_licence}
tab | id,full_name,dob,phone,iban\n1,{person.fr},{birth_date.fr},{phone},{iban}\n2,{person.fr},{birth_date.fr},{phone},{iban}
tab | Nom\tPrénom\tCIN\tTéléphone\n{person.family}\t{person.given}\t{cin.bare}\t{phone}\n{person.family}\t{person.given}\t{cin.bare}\t{phone}
tab | customer_name="{person.fr}" cin={cin.bare} phone={phone} email={email} dob={birth_date.fr}
tab | <client><nom>{person.fr}</nom><cin>{cin.bare}</cin><tel>{phone}</tel><rib>{rib}</rib></client>
tab | {"messages":[{"role":"user","content":"Je suis {person.fr}, CIN {cin.bare}"}],"user":{"tel":"{phone}"}}
tab | المشتركون\nالاسم الكامل | رقم البطاقة | الهاتف\n{person.ar} | {cin.bare} | {phone}\n{person.ar} | {cin.bare} | {phone}
tab | - Nom: {person.fr}\n- CIN: {cin.bare}\n- ICE: {ice}\n- IF: {tax_id}\n- RC: {trade_register}\n- Patente: {patente}
tab | UPDATE users SET phone='{phone}', address='{address.fr}' WHERE cin='{cin.bare}';
`;

export const moreNegatives = String.raw`
fr | La Direction Générale des Impôts publie chaque année un guide ; le Ministère de l'Économie et des Finances en assure la diffusion.
fr | Le Centre Hospitalier Ibn Sina, la Fondation Mohammed V et la Mosquée Hassan II figurent au programme de la visite.
fr | Article premier. – Les dispositions de la présente loi s'appliquent aux personnes physiques ou morales.
fr | Tarifs : 120 DH la nuit, 1 450 DH la semaine. Réservation 48 heures à l'avance. Chambre 214, étage 2.
fr | Le théorème de Bernoulli et la loi de Laplace sont au programme. Voir page 123, exercice 4.5.6.
fr | Résultat : 33,5 % contre 7,58 % ; n = 1 024 ; p < 0,001 ; ISBN 978-2-1234-5680-3.
fr | Bonjour Madame, je souhaite obtenir des informations sur la carte nationale et le permis de conduire. Merci d'avance.
fr | Le syndicat a déposé un préavis de grève ; la commission examine le dossier médical type et le casier judiciaire demandé aux candidats.
fr | Place de la République, avenue de France et rue du Commerce : travaux jusqu'au 30 juin.
fr | Mot de passe oublié ? Cliquez sur le lien. Votre mot de passe doit contenir 12 caractères.
en | The General Assembly adopted Resolution 217 on Human Rights. Mount Toubkal is 4167 metres high.
en | const token = process.env.API_TOKEN; password: string; secret: null; version = "1.2.3.4";
en | Dear Sir or Madam, please send me the opening hours of the Visa section. Best regards.
ar | تنص المادة 7 من القانون رقم 09.08 على حق الولوج، وتحدد لجنة المراقبة شروط ذلك.
ar | السيد الوزير المحترم، السيدة رئيسة المجلس، السادة المستشارين، تحية طيبة وبعد.
ar | يفتح مركز تسجيل السيارات أبوابه من الساعة 8:30 إلى 16:30 طيلة أيام الأسبوع.
ar | نور الشمس جميل هذا الصباح، والأمل كبير في موسم فلاحي جيد وسعيد.
ar | يجب الإدلاء بالبطاقة الوطنية وعقد الازدياد وكشف الحساب البنكي.
ary | شحال خاصني باش ندير لاكارط ناسيونال وشنو هوما الوراق؟
ary | الجو زوين اليوم والناس كريمة، والله يجعل شي خير كبير.
arz | chno khasni bach ndir la carte nationale? wach darori l3a9d dyal lizdiyad?
arz | lyoum ljaw zwin, ghadi nmchi l lbhar m3a drari inchallah
tab | id;label;amount\n1001;Loyer;3500.00\n1002;Assurance;1200.50
tab | {"id": 123456789, "created_at": "2024-05-11T10:22:31Z", "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
`;
