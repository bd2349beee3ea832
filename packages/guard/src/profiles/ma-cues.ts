import type { CueClass } from './profile.ts';

/** French, Arabic, Darija in both scripts, English, together: nobody is asked for a language. Phrases are separated by commas. */
export const cues: Readonly<Partial<Record<CueClass, string>>> = {
  cin: `
    tkarta, takarta, takarda, tkarda, tkarta n tmagit, takarda n tmagit, uttun n tkarta, uttun n takarda,
    cin, lcin, la cni, lcni, cln, cnle, ma carte, sa carte, votre carte, ta carte, cnie, cni, c.i.n, c.n.i.e, c.n.i, n° cin, numero cin, cin number, cin no, carte nationale, carte d'identité,
    carte nationale d'identité, carte d'identité nationale, carte nationale d'identité électronique, pièce d'identité,
    pièce d'identité nationale, carte identite, identity card, id card, national id, national identity, national id card,
    id number, id national, identité nationale, numero carte, num carte, lacarte, la carte, lakart, lakarte, la kart,
    lakarta, carta, lcarte, lcart, lakart dyali, kart lwatania, la cin, lbita9a, bita9a, bita9a lwatania, bitaqa,
    bita9at ta3rif, ramz, numéro de carte, البطاقة الوطنية, بطاقة وطنية, بطاقة التعريف, بطاقة التعريف الوطنية,
    بطاقة التعريف الوطنية الإلكترونية, البطاقة الوطنية للتعريف, البطاقة الوطنية للتعريف الإلكترونية, ب.و.ت.إ, ب و ت ا, ب.ت.و,
    ب ت و, ب.و, رقم التعريف, رقم التعريف الوطني, رقم البطاقة, لاكارط, لكارط, لاكارت, كارط, كارت ناسيونال, لاكارط ناسيونال,
    بطاقتي الوطنية, بطاقته الوطنية, بطاقتها الوطنية, بطاقة هوية, الهوية الوطنية, رقم الهوية, لاسين, البطاقة, بطاقتي, بطاقته,
    بطاقتها
  `,
  idcs: `
    idcs, rnp, rsu, identifiant digital, identifiant civil et social, identifiant digital civil et social,
    registre social unifié, registre national de la population, unified social register, social register,
    civil and social id, raqm rsu, numero rsu, rsu dyali, المعرف المدني والاجتماعي الرقمي, المعرف المدني والاجتماعي,
    المعرف الرقمي, المعرف المدني الاجتماعي الرقمي, السجل الاجتماعي الموحد, السجل الوطني للسكان,
    المعرف الرقمي المدني والاجتماعي
  `,
  passport: `
    passeport, n° de passeport, passport, passport number, pasbor, paspor, passpor, basbor, lpassport, lpasseport, pasport,
    passeport n, جواز السفر, جواز سفر, جواز, الجواز, باسبور, باصبور, الباسبور, پاسپور, لباسبور, paspour, travel document
  `,
  residence_card: `
    carte de séjour, titre de séjour, carte de résidence, carte de resident, carte séjour, residence card, residence permit,
    residency card, carte d'immatriculation, certificat d'immatriculation, kart sejour, lacarte sejour, la carte de séjour,
    carte sejour, بطاقة الإقامة, رخصة الإقامة, بطاقة إقامة, سند الإقامة, كارت سيجور, كارط سيجور, لاكارط سيجور,
    لاكارط ديال الإقامة, بطاقة التسجيل, وثيقة الإقامة
  `,
  driving_licence: `
    permis de conduire, permis de conduite, permis, n° permis, driving licence, driving license, driver license,
    driver's license, driver's licence, licence, licence no, driver licence, licence n, licence number, lpermi, permi, lpermis, rokhsa, rokhsat siya9a, رخصة السياقة,
    رخصة القيادة, رخصة سياقة, البيرمي, بيرمي, لبيرمي, البرمي, برمي, permi dyali
  `,
  cnss: `
    cnss, c.n.s.s, sécurité sociale, securite sociale, n° cnss, affilié, affiliation, n° d'affiliation, numéro d'affiliation,
    numéro d'immatriculation cnss, immatriculation cnss, social security, social security number, simnsa, cnss dyali,
    la cnss, lcnss, الضمان الاجتماعي, الصندوق الوطني للضمان الاجتماعي, رقم الانخراط, رقم التسجيل في الضمان الاجتماعي,
    رقم الضمان, لاسينيسيس, سينيسيس, الانخراط, ص.و.ض.ج, سيمنسا, كنسس
  `,
  amo: `
    amo, a.m.o, cnops, cimr, rcar, ramed, cmr, assurance maladie, assurance maladie obligatoire, n° amo, amo tadamon,
    mutuelle, health insurance, health insurance number, التأمين الإجباري عن المرض, التأمين الإجباري الأساسي عن المرض,
    التغطية الصحية, التأمين الصحي, راميد, أمو, لامو, امو تضامن, كنوبس, التعاضدية, التأمين الإجباري, lamo, assurance santé
  `,
  ice: `
    ice, i.c.e, identifiant commun de l'entreprise, identifiant commun, identifiant commun d'entreprise,
    common company identifier, common business identifier, company identifier, التعريف الموحد للمقاولة,
    المعرف الموحد للمقاولة, التعريف الموحد, المعرف الموحد, رقم التعريف الموحد للمقاولة, م.م.م, ت.م.م, ت م م, numero ice, ايس,
    إيسي
  `,
  tax_id: `
    if, i.f, identifiant fiscal, n° if, id fiscal, ident fiscal, tax id, tax identification number, tax identifier,
    tax number, fiscal id, التعريف الجبائي, التعريف الضريبي, رقم التعريف الضريبي, رقم التعريف الجبائي, المعرف الجبائي,
    المعرف الضريبي, الرقم الضريبي, الرقم الجبائي, ت.ج, ت.ض, numero fiscal, matricule fiscal, if dyali,
    identification fiscale, lidentifiant fiscal
  `,
  trade_register: `
    rc, r.c, registre de commerce, registre du commerce, n° rc, trade register, commercial register, business register,
    trade registry, commercial registry, company registration, السجل التجاري, سجل تجاري, رقم السجل التجاري, س.ت, س ت,
    rc dyali, sijil tijari, sijill tijari, registre commerce, التقييد في السجل التجاري
  `,
  patente: `
    patente, la patente, n° patente, tp, t.p, taxe professionnelle, business tax, professional tax, lpatente, lpatenta,
    patenta, الرسم المهني, الضريبة المهنية, البتانتا, الباتانتا, باتانتا, لباطانطا, باطانطا, البطانطا, الباتينتا, ر.م,
    trading licence, الضريبة المهنية البتانتا
  `,
  rib: `
    rib, r.i.b, relevé d'identité bancaire, compte bancaire, n° de compte, numéro de compte, compte n, compte, bank account,
    account number, bank details, virement, coordonnées bancaires, identité bancaire, رقم الحساب, رقم الحساب البنكي,
    الحساب البنكي, حسابي البنكي, حسابي, حسابه, حسابها, حسابك, حسابنا, حساب بنكي, الكشف البنكي, كشف الهوية البنكية, التعريف البنكي, الهوية البنكية, الريب, ريب,
    لريب, kont, lkont, lcompte, kont bnki, lkont dyali, compte dyali, hsab bnki, 7sab lbnki, l7sab, الحساب, لكونط, كونط,
    الكونط, كونت, حساب, account
  `,
  iban: `
    iban, إيبان, ايبان, الإيبان, رقم الحساب الدولي, رقم الحساب البنكي الدولي, international bank account number, libан
  `,
  phone: `
    tel, tél, téléphone, telephone, téléphonique, gsm, portable, mobile, fixe, fax, whatsapp, whats app, watsap, whatssap,
    watssap, numéro de téléphone, appelez, appeler, joindre, joignable, contactez, contact, sms, viber, telegram, phone,
    phone number, cell, cellphone, call, call me, reach, mob, numéro dyali, numero dyali, nmra, nemra, nnmra, nmrti, nemrti,
    numrti, noumrou, noumro, tilifoun, tilifon, telifoun, tilifone, tel dyali, tilifoun dyali, 3eyet, 3ayt, tsl, ittasl,
    tassil, lportable, mon numéro, standard, الهاتف, هاتف, هاتفه, هاتفها, هاتفي, رقم الهاتف, النقال, الهاتف النقال, المحمول,
    الجوال, الفاكس, فاكس, واتساب, الواتساب, واتس, اتصل, الاتصال, اتصلوا, للاتصال, رقمي, النمرة, نمرة, نمرتي, النمرة ديالي,
    تيليفون, التيليفون, تلفون, التلفون, عيط, عيطو, عيطوا, بورطابل, البورطابل, جي اس ام
  `,
  massar: `
    massar, code massar, cne, c.n.e, code élève, code eleve, code étudiant, numéro massar, student code, student id,
    massar code, مسار, رقم مسار, رمز مسار, رمز التلميذ, رقم التلميذ, رقم تلميذ, الرقم الوطني للطالب, كود مسار, code masar,
    masar, الرمز مسار, كود ديال مسار, رمز الطالب, identifiant élève, الرقم الوطني للتلميذ, pupil code, kod massar
  `,
  address: `
    adresse, adresse de livraison, adresse de facturation, billing address, adresse du domicile, adresse exacte, nouvelle adresse, adresse complète, adresse personnelle, adresse actuelle, livrer à, livrer au, livraison au, livraison à,
    lieu de résidence, lieu d'habitation, domicile actuel, logeant, logé, logée, hébergé, hébergée, résidents, résidente, résident,
    delivery address, shipping address, mailing address, postal address, i live at, live at, lives in, live in, staying at,
    demeurant, demeure, domicilié, domiciliée, domicile, habite, habitant, réside, résidant, address, lives at,
    living at, residing, resides, home address, siège social, siège, sis à, sise, sis, adresse postale, sakn, sakna, skna, sakin,
    kanskn, kansken, nskn, ladresse, ladres, l3onwan, 3onwan, 3nwan, العنوان, عنوان, عنوانه, عنوانها, عنواني, الساكن,
    الساكنة, ساكن, ساكنة, القاطن, القاطنة, قاطن, يقطن, تقطن, يسكن, تسكن, كنسكن, كانسكن, السكنى, محل السكنى, مقر السكنى,
    المقيم, المقيمة, الكائن, لادريس, لادريسة, لعنوان, القاطنين, الساكنين, القاطنان, الساكنان, مقيم, مقيمة, يقيم, تقيم, مستقر, عنوان السكن,
    عنوان الإقامة, العنوان البريدي, مسكنه, مسكنها, سكناه, سكناها, بمنزله, الكائن مقره, المستقر, كنسكنو, ساكنا, ساكنه, kanskno,
    skno, sakin f, sakna f, mstaqer, drisa, ladrissa, zdeɣ g, zedɣeɣ g, zdeɣ di, ad zedɣeɣ, amkan n tmezduɣt, tansa,
    l3nwan, l3anwan, 3onwani, 3nwani, أسكن, نسكن, اقطن, أقطن, سكنت, ساكنين
  `,
  birth_date: `
    naiss, date naiss, date de naiss, d.n, date nais, bday, natif de, native de, année de naissance, an de naissance, né en, née en, date of birth dob,
    year of birth, birth year, مواليد, من مواليد, سنة الازدياد, سنة الميلاد, تاريخ ومكان الازدياد, تاريخ ومحل الازدياد, تاريخ و مكان الازدياد, مزدادين, ازديادكم,
    mwalid, mn mwalid, mwalad, mazyoud, mazyouda, mezyouda, mzyouda, tzaditi, nhar tzadit, 3am zyada, zyadti,
    né, née, né le, née le, né à, née à, nés le, date de naissance, naissance, date naissance, ddn, dob, date of birth,
    birth date, birthdate, born, born on, born in, birthday, anniversaire, nee, ne le, nee le, مزداد, مزدادة, المزداد,
    المزدادة, ازداد, ازدادت, ولد, ولدت, المولود, المولودة, مولود, مولودة, تاريخ الازدياد, تاريخ الميلاد, تاريخ الولادة,
    الازدياد, الميلاد, تاريخ ازدياده, تاريخ ازديادها, تزاد, تزادت, تزاديت, مزيود, مزيودة, زيادتي, ازديادي, مزاد, tzad, tzadt,
    tzadit, tzadet, mzyoud, mzyouda, mziyed, mezyoud, mzyod, mzyouda f, tarikh lizdiyad, tarikh izdiyad, tarikh lmilad,
    tarikh milad, izdiyad, lizdiyad, mazdad, tzadat
  `,
  card: `
    votre carte, ma carte, sa carte, la carte, numéro de carte, carte bancaire, carte de crédit, carte de paiement, carte visa, carte mastercard, visa, mastercard, cmi, cb, c.b,
    numéro de carte bancaire, credit card, debit card, card number, payment card, bank card, pan, guichet automatique,
    البطاقة البنكية, بطاقة بنكية, بطاقة الأداء, بطاقة الائتمان, بطاقتي البنكية, رقم البطاقة البنكية, لاكارط بنكير,
    لاكارط كيشي, لاكارط ديال البنك, كارط كيشي, كارت كيشي, lacarte dyal lbank, lacarte dyal lbanka, lacarte guichet,
    la carte guichet, carte guichet, lakart dyal lbanka, carte banque, lacarte bancaire, فيزا, ماستركارد
  `,
  civil_status: `
    acte de naissance, acte de naissance n, extrait d'acte de naissance, extrait de naissance, acte n, livret de famille,
    état civil, etat civil, acte de mariage, acte de décès, birth certificate, family booklet, marriage certificate,
    civil registry, civil status, عقد الازدياد, رسم الولادة, رقم الرسم, رسم الازدياد, الحالة المدنية, كناش الحالة المدنية,
    دفتر الحالة المدنية, شهادة الميلاد, عقد الزواج, رسم الزواج, رقم العقد, عقد ازدياد, نسخة من رسم الولادة, 3a9d lizdiyad,
    l7ala lmadania, lhala lmadaniya, kounach, كناش, عقد الولادة
  `,
  plate: `
    immatriculé, immatriculée, immatriculation, plaque d'immatriculation, plaque, matricule, véhicule, voiture,
    matricule véhicule, license plate, licence plate, plate, plate number, registration number, number plate, vehicle, car,
    tomobil, tonobil, tomobila, tonobila, tomobilti, matrikil, matricul, lmatricule, رقم اللوحة, لوحة الترقيم, ترقيم,
    الترقيم, لوحة, المسجلة تحت رقم, السيارة, سيارة, سيارته, سيارتها, سيارتي, المركبة, العربة, الماتريكول, ماتريكول,
    لماتريكول, طوموبيل, طونوبيل, الطوموبيل, طوموبيلتي, الدراجة النارية, طاكسي, taxi, moto, camion, قن السيارة
  `,
  order: `
    commande, n° de commande, bon de commande, bon de livraison, référence, réf, ref, reference, facture, n° facture, devis,
    ticket, dossier, lot, article, série, numéro de série, serial, serial number, version, modèle, model, sku, code produit,
    produit, product, product code, part number, order, order number, invoice, invoice number, tracking, tracking number,
    suivi, colis, parcel, shipment, build, vol, flight, norme, iso, standard iso, marché, appel d'offres, décret, dahir, loi,
    arrêté, bulletin, code barre, barcode, ean, isbn, code article, inventaire, conteneur, container, bl, courrier,
    protocole, transaction, batch, الطلبية, طلبية, رقم الطلبية, رقم الطلب, الفاتورة, فاتورة, المرجع, مرجع, ملف, الملف,
    القانون, المرسوم, الظهير, المادة, الصفقة, صفقة, التذكرة, الشحنة, شحنة, إصدار, الإصدار, السلسلة, الرقم التسلسلي,
    رقم السلسلة, المنتج, المنتوج, القطعة, كوموند, الكوموند, commande dyali, lcommande, fatoura, lfacture, colis dyali, الطرد,
    المراسلة, العدد, النسخة
  `,
  plain: `
    costa rica, costa rican, costa del sol,
    أسماء وصفات, أسماء وألقاب, أسماء وعناوين, أسماء الأعضاء, أسماء المترشحين, أسماء الموقعين, السيد المسيح, السيدة العذراء, السيد الوالي, السيد والي, السيد العامل,
    الحمد لله, ولي التوفيق, والله ولي التوفيق,
    لحسن الحظ, لحسن سير, بحسن نية, حسن النية, حسن الظن, حسن السيرة, حسن السلوك, من حسن, نور الشمس, أمل كبير, كرسي هزاز, ضيف شرف,
    notre-dame de fatima, our lady of fatima
  `,
  amount: `
    dh, dhs, mad, dirham, dirhams, eur, euro, euros, usd, dollars, درهم, دراهم, أورو, يورو, دولار, kg, km, tonnes, hectares,
    ha, habitants, مليون, million, millions, milliards, كلم, كيلومتر, نسمة, هكتار, ريال, ryal, derham, drhm, m2, m3, kwh,
    mwh, unités, units, pièces, pcs, centimes, mo, go, ko, mb, gb
  `,
};
