/** Words before a name, in any position: they announce a person. */
export const titles = `
  m, mr, mme, mlle, mrs, ms, miss, dr, pr, me, monsieur, madame, mademoiselle, docteur, professeur, maître, maitre, prof,
  doctor, professor, cheikh, lalla, lla, moulay, sidi, si, hajj, haj, hajja, lhaj, lhajja, elhaj, l7aj, l7ajja, 7aj, ustad, oustad, soussigné, mm, mmes, mlles, maitres, drs, sr, mgr,
  soussignée, nommé, nommée, dénommé, dénommée, sieur, dame, feu, feue, khalti, 3mmi, ammi, lhajj, assi, a_si, caid, caïd,
  السيد, السيدة, الآنسة, الأستاذ, الأستاذة, الدكتور, الدكتورة, الحاج, الحاجة, سي, لالة, مولاي, سيدي, الشيخ, المسمى,
  المسماة, المدعو, المدعوة, المرحوم, المرحومة, للا, السي, البروفيسور, عمي, خالتي, الممرضة, الممرض
`;

/** After these stands a name, listed anywhere or not. */
export const introductions = `
  je m'appelle, moi c'est, s'appelle, soussigné, soussignée, je soussigné, je soussignée, nommé, nommée, dénommé, dénommée,
  appelle, représenté par, représentée par, my name is, nom complet, full name, اسمي, اسمه, اسمها, سميتي, سميتو, سميتها,
  الموقع أسفله, الموقعة أسفله, أنا الموقع أسفله, أنا الموقعة أسفله, يدعى, تدعى, المسمى, المسماة, المدعو, المدعوة, smiti,
  smiyti, smitha, smito, smitou, smitu, ismi, ana smiti, ana smiyti, ism inu, isem inu, ism inw, nekk d, nkki d, smiytha, smiyto, smiytou, kaysmiwni, smithom, smiytek,
  smitek, kaytsma, katsma, kitsma, كيتسمى, كتسمى, كنتسمى, سميتو هي, épouse de, née, nee, affaire suivie par, dossier suivi par, suivi par, suivie par, établi par,
  rédigé par, reçu par, représentant légal, au nom de, pour le compte de, je me nomme, prénommé, prénommée, surnommé, maman de, papa de, veuve, fils de, fille de
`;

/** Phrases after which a name may stand: a field's label, or a word that goes before names among others. */
export const nameCues = `
  nom, prénom, nom et prénom, nom et prénoms, nom prénom, noms et prénoms, nom de famille, prénoms, nom patronymique,
  nom du client, nom du patient, nom de l'assuré, nom de jeune fille, nom de l'élève, nom du titulaire, titulaire,
  bénéficiaire, destinataire, expéditeur, signataire, demandeur, patient, patiente, client, cliente, assuré, assurée,
  candidat, candidate, employé, salarié, salariée, élève, étudiant, étudiante, locataire, bailleur, acheteur, vendeur,
  conjoint, épouse, époux, père, mère, tuteur, tutrice, gérant, gérante, je suis, signé, cordialement, salutations,
  signature, interlocuteur, conducteur, propriétaire, présents, étaient présents, absents, excusés, excusé, participants, membres présents, cc, cci, chauffeur,
  livreur, rapporteur, bénéficiaires, héritiers, associés, associé, plaignant, victime, témoin, mon mari, ma femme, mon fils, ma fille,
  mon frère, ma soeur, ma sœur, collègue, voisin, voisine, cher, chère, bonjour, salut, de la part de, first name,
  last name, name, surname, given name, family name, i'm, i am, signed, dear, beneficiary, account holder, customer,
  student, employee, applicant, holder, regards, sincerely, hello, hi, tenant, nomcomplet, fullname, lastname, firstname,
  customer name, client name, patient name, assigné à, assigned to, reported by, mother, father, husband, wife,
  my brother, my sister, my son, my daughter, colleague, الاسم, الاسم الكامل, الاسم الشخصي, الاسم العائلي, الاسم والنسب,
  النسب, اللقب, سميتك, أنا, انا, المريض, المريضة, الزبون, الزبونة, التلميذ, التلميذة, الطالب, الطالبة, المؤمن له,
  صاحب الحساب, صاحبة الحساب, صاحب الطلب, صاحبة الطلب, المستفيد, المستفيدة, المرسل, المرسل إليه, الموظف, الموظفة, الأجير,
  الأجيرة, المكتري, المشتكي, المشتكية, المشتكى به, الشاهد, البائع, المشتري, الزوج, الزوجة, زوجة, زوج, زوجته, زوجها, زوجي,
  زوجتي, ابن, ابنة, بنت, ابني, ابنتي, والده, والدته, أب, الأب, الأم, والدي, خويا, ختي, أخي, أختي, ولدي, بنتي, صاحبي,
  صاحبتي, جاري, جارتي, زميلي, زميلتي, مع تحيات, تحياتي, التوقيع, توقيع, الإمضاء, إمضاء, المواطن, المواطنة, المترشح,
  المترشحة, المرشح, المرشحة, عزيزي, عزيزتي, راجلي, مراتي, المسؤول, المسير, الموكل, المالك, السائق, الضحية,
  السلام عليكم أنا, معاك, معاكم, من طرف, الحاضرون, الحاضرين, الغائبون, كلمت, كلم, عيط, عيطت, عيطو, شفت, هضرت مع, قال ليا, قالت ليا, قالو ليا, سولت على,
  لفائدة, لصالح, ضد, نيابة عن, بحضور, باسم, ولدها, ولدو, بنتها, بنتو, خوها, خوه, ختو, ختها, مراتو, راجلها, باه, باها, مو, والديه, والديها, أبويه, أبويها,
  أبناؤه, أبنائه, أبناءه, أبناءها, أبناؤها, أبنائها, بناته, بناتها, أولاده, أولادها, إخوته, إخوتها, أشقائه, ورثته, والدي الطفل, التقيت, قابلت, راسلت, صيفط, السيدان, السادة, الورثة, الولي, ولي أمرها, ولي أمره, ولي الأمر, المحامي, الأستاذ, الأستاذة, الدكتور, الدكتورة, بقلم, كتبه, smiya, smitk, ana, m3ak, m3akom, m3akoum, khoya, khouya, khti,
  khtî, sahbi, sa7bi, sahbti, sa7bti, jari, jarti, weldi, wldi, bnti, benti, rajli, mrati, lism, lism lkamil, isem, isam,
  smia, men 3nd, slm, salam, slam, azul, azul a, chkoun, wld, weld, weld dyal, bnt, mrat, l2ostad, hi, n0m, lmodir, lostad, ostad, l2ostad, lmrid, lmrida, zbon, moulat, moul, mol lhanout, kay3ytoli, siftha,
  gal liya, galt liya, hdrt m3a, hadert m3a, m3a, agent, contact, responsable, manager, owner, merci, interlocutrice,
  référent, commercial, vendeuse, acheteuse, mandataire, ayant droit, المتعاقد, المتعاقدة, المصرح, المصرحة, mr,
  الطرف الأول, الطرف الثاني, nom usuel, nom complet du demandeur, nom et prenom,
  witnessed by, signed by, approved by, prepared by, written by, represented by, submitted by, sent by, requested by, issued to, on behalf of, attn, attention, care of,
  passenger, driver, guest, lawyer, attorney, landlord, landlady, spouse, claimant, defendant, plaintiff, employee name, contact person, emergency contact, next of kin,
  passager, voyageur, invité, invitée, avocat, avocate, notaire, médecin traitant, médecin, infirmier, infirmière, directeur, directrice, gestionnaire, conseiller, conseillère, formateur, formatrice,
  enseignant, enseignante, professeur principal, responsable légal, donneur d'ordre, ordonnateur, émetteur, propriétaire du véhicule, déclarant, déclarante, requérant, requérante, intimé, appelant, mis en cause,
  nom du père, nom de la mère, prénom du père, prénom de la mère, fils de feu, époux de, marié à, mariée à, divorcé de, divorcée de, veuf de, veuve de, en présence de, remplacé par, remplacée par, accompagné de, accompagnée de,
  الطبيب, الطبيبة, القاضي, القاضية, القائد, المهندس, المهندسة, الضابط, المقدم, العميد, المفوض, النائب, المستشار, المستشارة, الممثل القانوني, الممثل, اسم الأب, اسم الأم, اسم الوالد, اسم الوالدة,
  والدها, والدتها, والدته, أخوه, أخته, أخوها, أختها, ابنه, ابنها, ابنته, ابنتها, أرملته, أرملة, طليقته, طليقها, مطلقته, خطيبته, خطيبها, عمه, عمها, خاله, خالها, جده, جدته, زميله, زميلته, جاره, جارها, صديقه, صديقته, صديقي, صديقتي,
  شكاية, الكلينت, الكليان, الكليانة, لكليان, لكليانة, قول, قولي, قولو, قولها, الشاب, الشابة, الطفل, الطفلة, السائقة, attendees,
  عمتي, خالي, عمي, خالتي, عمتو, خالتو, جدتي, جدي, بنت عمتي, بنت عمي, بنت خالتي, ولد عمي, ولد عمتي, ولد خالتي, ولد ختي, بنت ختي, ولد خويا, wld 3mmi, bnt 3mti, bnt khalti, wld khalti, 3mti, 3emti, jddi, jdda,
  لائحة الأعضاء, الأعضاء, أعضاء المكتب, أعضاء اللجنة, كل من, بين السيد, المدعى عليه, المدعى عليها, المدعي, المدعية, المتهم, المتهمة, الظنين, الظنينة, الهالك, الهالكة, المتوفى, المتوفاة, المكتري, المكري, المحال عليه, صاحبه, صاحبها,
  المعنية بالأمر, المعني بالأمر, المسماة, اسمه الكامل, اسمها الكامل, حررت من طرف, سلمها, تسلمها, توصل بها, بحضور السيد, نائبه, نائبها, وكيله, وكيلها, آل,
  mon fils, mon mari, mon époux, mon père, mon frère, mon cousin, mon oncle, mon neveu, mon voisin, mon collègue, mon ami, mon conjoint, mon beau-frère, mon grand-père,
  mon assistant, mon enfant, mon bébé, ton fils, ton mari, ton époux, ton père, ton frère, ton cousin, ton oncle, ton neveu, ton voisin, ton collègue, ton ami,
  ton conjoint, ton beau-frère, ton grand-père, ton assistant, ton enfant, ton bébé, son fils, son mari, son époux, son père, son frère, son cousin, son oncle, son neveu,
  son voisin, son collègue, son ami, son conjoint, son beau-frère, son grand-père, son assistant, son enfant, son bébé, votre fils, votre mari, votre époux, votre père, votre frère,
  votre cousin, votre oncle, votre neveu, votre voisin, votre collègue, votre ami, votre conjoint, votre beau-frère, votre grand-père, votre assistant, votre enfant, votre bébé, notre fils, notre mari,
  notre époux, notre père, notre frère, notre cousin, notre oncle, notre neveu, notre voisin, notre collègue, notre ami, notre conjoint, notre beau-frère, notre grand-père, notre assistant, notre enfant,
  notre bébé, leur fils, leur mari, leur époux, leur père, leur frère, leur cousin, leur oncle, leur neveu, leur voisin, leur collègue, leur ami, leur conjoint, leur beau-frère,
  leur grand-père, leur assistant, leur enfant, leur bébé, ma fille, ma femme, ma épouse, ma mère, ma soeur, ma sœur, ma cousine, ma tante, ma nièce, ma voisine,
  ma amie, ma belle-soeur, ma belle-mère, ma grand-mère, ma assistante, ta fille, ta femme, ta épouse, ta mère, ta soeur, ta sœur, ta cousine, ta tante, ta nièce,
  ta voisine, ta amie, ta belle-soeur, ta belle-mère, ta grand-mère, ta assistante, sa fille, sa femme, sa épouse, sa mère, sa soeur, sa sœur, sa cousine, sa tante,
  sa nièce, sa voisine, sa amie, sa belle-soeur, sa belle-mère, sa grand-mère, sa assistante, votre fille, votre femme, votre épouse, votre mère, votre soeur, votre sœur, votre cousine,
  votre tante, votre nièce, votre voisine, votre amie, votre belle-soeur, votre belle-mère, votre grand-mère, votre assistante, notre fille, notre femme, notre épouse, notre mère, notre soeur, notre sœur,
  notre cousine, notre tante, notre nièce, notre voisine, notre amie, notre belle-soeur, notre belle-mère, notre grand-mère, notre assistante, leur fille, leur femme, leur épouse, leur mère, leur soeur,
  leur sœur, leur cousine, leur tante, leur nièce, leur voisine, leur amie, leur belle-soeur, leur belle-mère, leur grand-mère, leur assistante, mon épouse, mon amie, mon assistante, ton épouse,
  ton amie, ton assistante, son épouse, son amie, son assistante, my son, my daughter, my wife, my husband, my mother, my father, my brother, my sister, my neighbour,
  my neighbor, my colleague, my friend, my boss, my cousin, my uncle, my aunt, my child, my manager, my tenant, my lawyer, my doctor, my assistant, my client,
  my patient, his son, his daughter, his wife, his husband, his mother, his father, his brother, his sister, his neighbour, his neighbor, his colleague, his friend, his boss,
  his cousin, his uncle, his aunt, his child, his manager, his tenant, his lawyer, his doctor, his assistant, his client, his patient, her son, her daughter, her wife,
  her husband, her mother, her father, her brother, her sister, her neighbour, her neighbor, her colleague, her friend, her boss, her cousin, her uncle, her aunt, her child,
  her manager, her tenant, her lawyer, her doctor, her assistant, her client, her patient, your son, your daughter, your wife, your husband, your mother, your father, your brother,
  your sister, your neighbour, your neighbor, your colleague, your friend, your boss, your cousin, your uncle, your aunt, your child, your manager, your tenant, your lawyer, your doctor,
  your assistant, your client, your patient, our son, our daughter, our wife, our husband, our mother, our father, our brother, our sister, our neighbour, our neighbor, our colleague,
  our friend, our boss, our cousin, our uncle, our aunt, our child, our manager, our tenant, our lawyer, our doctor, our assistant, our client, our patient, their son,
  their daughter, their wife, their husband, their mother, their father, their brother, their sister, their neighbour, their neighbor, their colleague, their friend, their boss, their cousin, their uncle,
  their aunt, their child, their manager, their tenant, their lawyer, their doctor, their assistant, their client, their patient
`;

/** Labels of letters and forms before a person: only with a colon behind them. */
export const nameLabels = `
  de, à, a, from, to, cc, facturé à, facture à, expédié à, livré à, adressé à, remis à, au nom de, reçu de, delivered to, bill to, ship to, sold to,
  سلم إلى, سلمت إلى, أبناء, بنات, أولاد, رئيس الجمعية, أمين المال, أمينة المال, الكاتب العام, الكاتبة العامة, نائب الرئيس, نائبة الرئيس, المقرر, المقررة, الرئيس, الرئيسة, المدير,
  المديرة, المفوض القضائي, الخبير, président, présidente, trésorier, trésorière, secrétaire, secrétaire général, secrétaire générale, rédacteur, rédactrice, visa, vérificateur, validé par,
  approuvé par, auteur, author, attendees, present, speaker, organiser, organizer, enseignants, élèves, admis, reçus, lauréats
`;
