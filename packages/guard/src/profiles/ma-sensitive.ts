/** Terms of the categories that law 09-08 (articles 1-3 and 12) calls sensitive. They count only beside a person. */
export const sensitiveTerms: Readonly<Record<string, string>> = {
  health: `
    diabétiques, diabète de type 1, diabète de type 2, insuline, insulinodépendant, insulino-dépendante, cancéreux, cancéreuse, cancer du sein,
    cancer de la prostate, métastases, lymphome, radiothérapie, fausse couche, accouchement, fiv, pma, anorexie, boulimie, burn-out, burnout,
    trouble bipolaire, troubles psychiques, troubles psychiatriques, antidépresseur, antidépresseurs, hiv-positive, hospitalisé en psychiatrie,
    tentative de suicide, suicidaire, suicidal, avc, infarctus, insuffisance cardiaque, greffe de rein, transplantation rénale, dialysé, dialysée,
    maladie de crohn, crohn, endométriose, psoriasis, sclérose, paralysie, tétraplégique, paraplégique, surdité, malentendant, malvoyant, cécité,
    trisomique, alcoolique, toxicomane, cure de désintoxication, cirrhose, bpco, gonorrhée, syphilis, mst,   stérile, ivg,
    insuffisant rénal, arrêt maladie, mi-temps thérapeutique, affection de longue durée, ald, sérologie, invalidité, taux d'invalidité, asperger,
    cancer patient, cardiac,  heart attack, miscarriage, infertile, alcoholic, drug addict, chemo, leukemia, tumor, tumour, sickle cell,
    bipolar disorder, anxiety disorder, panic attacks, eating disorder, dementia,   wheelchair, epileptic, asthmatic, schizophrenic,
    diabète, diabétique, diabetique, diabete, diabetes, diabetic, vih, sida, séropositif, séropositive, hiv, hiv positive,
    aids, cancer, tumeur, leucémie, chimiothérapie, chemotherapy, grossesse, enceinte, pregnant, pregnancy, psychiatrie,
    psychiatrique, psychiatric, dépression, dépressif, dépressive, depression, schizophrénie, schizophrenia, bipolaire,
    bipolar, épilepsie, épileptique, epilepsy, hépatite, hepatitis, tuberculose, tuberculosis, insuffisance rénale,
    kidney failure, dialyse, dialysis, hypertension, asthme, asthmatique, asthma, handicap, handicapé, handicapée, disabled,
    disability, autisme, autiste, autism, alzheimer, parkinson, sclérose en plaques, multiple sclerosis, avortement,
    abortion, toxicomanie, alcoolisme, addiction, ordonnance médicale, maladie chronique, chronic illness, maladie mentale,
    mental illness, trisomie, stérilité, infertilité, cardiopathie, maladie cardiaque, heart disease, covid, hémophilie,
    drépanocytose, thyroïde, lupus, السكري, مرض السكري, داء السكري, السيدا, الإيدز, فيروس نقص المناعة, السرطان, سرطان, ورم,
    العلاج الكيميائي, امرأة حامل, وهي حامل, زوجتي حامل, حامل في, راها حاملة, هي حاملة, كانت حاملة, مراتي حاملة, ختي حاملة, حاملة ف, حاملة فالشهر, حاملة في الشهر, مرا حاملة, حامل بتوأم, الاكتئاب, اكتئاب, الطب النفسي, مرض نفسي, انفصام, الفصام, الصرع, الالتهاب الكبدي,
    التهاب الكبد, السل, داء السل, القصور الكلوي, الفشل الكلوي, تصفية الدم, الدياليز, ارتفاع الضغط, ضغط الدم, الربو, الضيقة,
    إعاقة, الإعاقة, معاق, معاقة, التوحد, ألزهايمر, الزهايمر, الإجهاض, الإدمان, مرض مزمن, مرض القلب, أمراض القلب, السكر,
    العقم,  الأنسولين, الأنسولين, سرطان الثدي, سرطان الدم, اللوكيميا, الشيميو, الشيمي, العلاج الإشعاعي, الجلطة, جلطة, جلطة دماغية,
    أزمة قلبية, السكتة القلبية,   زراعة الكلي, الغسيل الكلوي, الشلل, مشلول, مشلولة,  كفيف, كفيفة,  أصم, متلازمة داون,
      الولادة القيصرية, إجهاض, أجهضت, فقدان الحمل, الانهيار العصبي, مرض عصبي, أمراض نفسية, مريض نفسيا, مريضة نفسيا, محاولة انتحار,
    الانتحار, مدمن, مدمنة,   التشمع, مرض جلدي, مرض السل,  فقر الدم, الأنيميا,   التهاب المفاصل,
     الكلاوي,   الصدفية, الاضطراب النفسي, اضطراب نفسي,  ثنائي القطب, العجز, نسبة العجز, لاتانسيون, التانسيون, طانسيون, التيرويد,
    الضغط الدموي, مرض مزمن, السيدا, العقم, بوصفير, الكونصير, sokkar, sokar, skkar, lsokkar, ssokkar, kanser, lkanser, lcancer, hamla, 7amla, ddi9a, di9a,
    lmard dyal sokkar, mrid nafsi, mrida nafsiya, mrid nafsani, mrida nafsaniya, lktiab, sara3, dialyz, lqsor lkilawi, mrida b lkanser, tension, sida, lasida, ssida, diabet, ldiabet, dyabit, lkelya, lkla, mard lkla, lqelb, l9elb, mard l9elb, lbotat, sr3, sar3, dipression, lidipression, dépréssion, chimio, lchimio, 3a9ima, 3a9im, mo3a9, mo3a9a, lhaml, mdmn, modmin, ladroga, lcancir, kansir, lkansir, rabw, lrabw, lasthme,  lassm, hassasia, anémie,  tbib nafsani, tbib nefsi, m2ahlb
  `,
  religion: `
    musulmans, judaïsme, confession juive, de confession,   témoin de jéhovah, salafiste, islamiste, se convertir, s'est converti,
    s'est convertie, christianisme, athéisme, apostat, agnostique, bouddhiste, hindou, evangelist, baptised, baptized, jehovah, buddhist, hindu, 
    musulman, musulmane, chrétien, chrétienne, chretien, juif, juive, athée, converti, convertie, baptisé, chiite, sunnite,
    bahaï, protestant, protestante, catholique, muslim, christian, jewish, atheist, converted, shia, sunni, catholic,
    evangelical, مسلم, مسلمة, مسيحي, مسيحية, يهودي, يهودية, ملحد, ملحدة, اعتنق, اعتنقت, تنصر, النصرانية, المسيحية, اليهودية, الإلحاد,     سلفي, سلفية,   نصراني, نصرانية, شيعي, شيعية, سني, بهائي,
    بهائية, lihoudi, ihoudi, masihi, masi7i, molhid, mol7id, chi3i, mesi7i, nasrani, nasraniya, msi7i, yhoudi, yhoudia, molhida, salafi, chi3iya
  `,
  ethnicity: `
     origine sénégalaise, origine juive, d'ethnie, ethnie, d'origine amazighe, rifain, rifaine, soussi d'origine,   métis, hartani, gnaoui,
    origine africaine, origine subsaharienne, couleur de peau, skin colour, skin color, racial origin, ethnicity, 
    origine ethnique, amazigh, amazighe, berbère, sahraoui, sahraouie,  origine raciale, tribu, ethnic origin, berber,
    tribe, أمازيغي, أمازيغية, الأصل العرقي, أصول أمازيغية, أصول إفريقية, قبيلة, قبيلته,     لون البشرة,   زنجي, حرطاني, من أصل, صحراوي, صحراوية, ريفية, chleuh,
    chel7, chl7a, amazighi, subsaharien, subsaharienne, l3ar9, asl dyalo, aslo, 3irq, azzi, berbère, amazigh, amazighiya, lamazigh, chelha, chl7, rifi, rifiya, sa7rawi, sahrawi, sahrawiya
  `,
  politics: `
    adhérent du parti, adhérente du parti, encarté, encartée, sympathisant, sympathisante, élu du parti, parti politique, engagement politique, opposant politique,
    convictions politiques, militant politique, candidat du parti,   membre actif du parti,    fgd, party membership, votes for, voted for,
    political party, political views, political affiliation, 
    opinion politique, opinions politiques, militant, militante, adhérent au parti, adhérente au parti, membre du parti,
    membre du pjd, parti istiqlal, pjd, usfp, rni, pam, psu, annahj, al adl wal ihsane, political opinion, party member,
    member of the party, political activist, حزبي, حزبية, انتماؤه السياسي, انتماؤها السياسي, الانتماء السياسي, انتماء سياسي,  معارضة سياسية, منخرطة في حزب, صوت لصالح, صوتت, التجمع الوطني للأحرار, الأصالة والمعاصرة, الحركة الشعبية, فيدرالية اليسار, حزب, منخرط في حزب, عضو في حزب, مناضل, مناضلة, العدالة والتنمية, حزب الاستقلال,
     التقدم والاشتراكية, النهج الديمقراطي, العدل والإحسان, رأيه السياسي, hizb, 7izb, l7izb, lhizb, monadil, monadila,   sowet l, swet 3la, m3a lhizb
  `,
  union: `
    syndicats, syndicalisme, délégué du personnel, déléguée du personnel, responsable syndical, responsable syndicale, adhésion syndicale, adhérent à l'umt, gréviste,
    section syndicale, carte syndicale, unionised, unionized, union activist, union rep, shop steward, union membership,
    syndicat, syndical, syndicale, syndicaliste, syndiqué, syndiquée, umt, cdt, ugtm, fdt, untm, délégué syndical,
    déléguée syndicale, trade union, union member, union representative, trade unionist, نقابات, منخرط نقابي, منخرطة نقابية, الانتماء النقابي, انتماؤه النقابي, مسؤول نقابي, مسؤولة نقابية, مكتب نقابي, مناضل نقابي, لساندیكا, السانديكا, نقابة, النقابة, نقابي, نقابية,
    منخرط في النقابة, الاتحاد المغربي للشغل, الكونفدرالية الديمقراطية للشغل, العمل النقابي, مندوب نقابي, nakaba, ne9aba, lna9aba, lniqaba, n9abi, ni9aba, lne9aba, syndica, lsyndica, syndika, na9aba, naqaba,
    n9aba, nna9aba, naqabi, na9abi
  `,
  justice: `
      condamnation pénale, antécédents judiciaires, peine de prison, prison ferme, prison avec sursis,  réclusion,
    écroué, écrouée, placé en détention, détention provisoire, libéré de prison, sorti de prison, ex-détenu, libération conditionnelle, mandat d'arrêt,
    interpellé, interpellée, reconnu coupable, reconnue coupable,      délinquant,
       prison sentence, served time,   felony,  arrest warrant, indicted, 
    casier judiciaire, condamné, condamnée, détenu, détenue, incarcéré, incarcérée, prison, garde à vue, poursuivi pour,
    poursuivie pour, inculpé, inculpée, mis en examen, récidiviste, criminal record, convicted, sentenced, imprisoned,
    detained, inmate, jailed, arrested, سجل عدلي, سوابقه, مسجون, مسجونة, مدان, مدانة,  أدانته, أدانتها, حكم عليه, حكم عليها,  السجن النافذ, حبسا نافذا, موقوفة التنفيذ, رهن الاعتقال,
      اعتقلت, اعتقلوه, الاعتقال الاحتياطي, مذكرة بحث,         محبوس, محبوسة, السجل العدلي, السوابق العدلية, سوابق, محكوم, محكوم عليه, أدين, أدينت, معتقل, معتقلة,
    سجين, سجينة, اعتقال, السجن, الحراسة النظرية, متابع, متابعة في حالة, اعتقل, الحبس, l7bes, lhbes, sijn, ssijn, lsijn, m7bous, mhbous, msjoun, mesjoun, tchd, chddoh, 7kmo 3lih, 7ekmo 3lih, 7km 3lih, sawabeq, l7abs, lhabs, lhbs, l7ebs, sawabi9, sawabiq,
    m7koum
  `,
  genetic: `
    analyse génétique, profil génétique, prédisposition génétique,  gène brca, brca1, brca2, caryotype, séquençage, empreinte génétique, genetic profile, 
    genetic mutation, paternity test, test de paternité, البصمة الوراثية, تحليل الحمض النووي, اختبار الأبوة, طفرة جينية,
    test adn, adn, test génétique, maladie génétique, genetic test, dna test, genetic disease, مرض وراثي, اختبار جيني,
    الحمض النووي, مرض جيني, تحليل جيني
  `,
  sexuality: `
    bisexuel, bisexuelle, homosexualité, transsexuel,  lgbt, bisexual, transgender, identité de genre, gender identity, vie sexuelle, المثلية, متحول جنسيا,
    homosexuel, homosexuelle, orientation sexuelle, homosexual, gay, lesbian, lesbienne, transgenre, sexual orientation,
    مثلي, مثلية, الميول الجنسي
  `,
};

/** Words that tie a sentence to a person, besides names: patient, my daughter, she. */
export const personWords = `
            demandeur, demandeuse, adhérent, adhérente,  stagiaire, locataire,  cliente, prévenu, accusé,
   conjoint, époux, grand-mère, grand-père, oncle, tante, neveu, nièce, cousin, cousine, enfant, bébé, ami, amie, tuteur,  souffrant,
  souffrait, diagnostiqué, diagnostiquée,     hospitalisé, hospitalisée, porteur, porteuse, opéré, opérée, décédé, décédée,   mlle,
  monsieur, madame,  his, her, him, him,     i'm,  brother, sister,  uncle, aunt,  neighbour, neighbor, boss, manager, 
  tenant,   diagnosed, suffering,  hospitalised, hospitalized, patients, السائق, المتهم, المتهمة, الطفل, الطفلة, الجد, الجدة, عمه, خالته, صديقي, صديقتي,
  العامل, العاملة, الأجيرة, المستخدمة, المؤمن, المؤمنة, الطالب, الطالبة, المواطن, المواطنة, ابنه, ابنها, ابنته, ابنتها, زوجته, زوجها, أخوه, أخته, أمه, أبوه, والده, والدته,
      تتعالج, يتعالج, كيعاني, كتعاني,   مو, مها, مراتو, راجلها, ختو, خوها, ولدها, بنتها, خالي, عمي, خالتي, صاحبي, صاحبتي, الدري, الدرية,  
  عندك, عندكم, antécédents, atcd, souffrez, ضحية, الضحية, elle, patient, patiente, mme, mlle, mr, employé, employée, salarié, salariée, élève, je, mon, mes, père, mère, fils,
  fille, épouse, mari, collègue, intéressé, intéressée, assuré, assurée, candidat, candidate, souffre, atteint, atteinte,
  suis, voisin, voisine, frère, soeur, sœur, he, she, my, employee, mother, father, daughter, wife, husband, colleague,
  suffers, applicant, المريض, المريضة, السيد, السيدة, الموظف, الموظفة, التلميذ, التلميذة, زوجي, زوجتي, ابني, ابنتي, بنتي,
  ولدي, أبي, أمي, والدي, والدتي, أخي, أختي, خويا, ختي, يعاني, تعاني, مصاب, مصابة, عندو, عندها, عندي, مريض, مريضة, راه,
  راها, راني, الأجير, زميلي, زميلتي, المعني, جارنا, جارتنا, باه, الوالد, الوالدة, المرشح, المستخدم, ana, howa, hiya, 3ndi,
  3ndo, 3ndha, 3andi, 3ando, mrid, mrida, khoya, khti, mama, baba, weldi, wldi, bnti, rajli, mrati, raha, rah, rani,
  lwalida, lwalid, lwalid dyali, sahbi, jari, howwa, huwa, hiyya, 3ndou, 3ndha, fih, fiha, l9it, m3ah, mo, mha, mou, wldha, bntha, bento, khoh, khtou, rajlha, mrato, 3mmi, khali, khalti, sahbti, sa7bi, jarti, drri, dria
`;
