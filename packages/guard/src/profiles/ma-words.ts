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
  السلام عليكم أنا, معاك, معاكم, المتصل, المتصلة, من طرف, الحاضرون, الحاضرين, الغائبون, كلمت, كلم, عيط, عيطت, عيطو, شفت, هضرت مع, قال ليا, قالت ليا, قالو ليا, سولت على,
  لفائدة, لصالح, ضد, نيابة عن, بحضور, باسم, ولدها, ولدو, بنتها, بنتو, خوها, خوه, ختو, ختها, مراتو, راجلها, باه, باها, مو, والديه, والديها, أبويه, أبويها,
  أبناؤه, أبنائه, التقيت, قابلت, راسلت, صيفط, السيدان, السادة, الورثة, الولي, ولي أمرها, ولي أمره, ولي الأمر, المحامي, الأستاذ, الأستاذة, الدكتور, الدكتورة, بقلم, كتبه, smiya, smitk, ana, m3ak, m3akom, m3akoum, khoya, khouya, khti,
  khtî, sahbi, sa7bi, sahbti, sa7bti, jari, jarti, weldi, wldi, bnti, benti, rajli, mrati, lism, lism lkamil, isem, isam,
  smia, men 3nd, slm, salam, slam, azul, azul a, chkoun, wld, weld, weld dyal, bnt, mrat, l2ostad, hi, n0m, lmodir, lostad, ostad, l2ostad, lmrid, lmrida, zbon, moulat, moul, mol lhanout, kay3ytoli, siftha,
  gal liya, galt liya, hdrt m3a, hadert m3a, m3a, agent, contact, responsable, manager, owner, merci, interlocutrice,
  référent, commercial, vendeuse, acheteuse, mandataire, ayant droit, المتعاقد, المتعاقدة, المصرح, المصرحة, mr,
  الطرف الأول, الطرف الثاني, nom usuel, nom complet du demandeur, nom et prenom
`;

/** Labels of letters and forms before a person: only with a colon behind them. */
export const nameLabels = `
  de, à, a, from, to, cc, facturé à, facture à, expédié à, livré à, adressé à, remis à, au nom de, reçu de, delivered to, bill to, ship to, sold to,
  سلم إلى, سلمت إلى
`;
