/** Terms of the categories that law 09-08 (articles 1-3 and 12) calls sensitive. They count only beside a person. */
export const sensitiveTerms: Readonly<Record<string, string>> = {
  health: `
    diabète, diabétique, diabetique, diabete, diabetes, diabetic, vih, sida, séropositif, séropositive, hiv, hiv positive,
    aids, cancer, tumeur, leucémie, chimiothérapie, chemotherapy, grossesse, enceinte, pregnant, pregnancy, psychiatrie,
    psychiatrique, psychiatric, dépression, dépressif, dépressive, depression, schizophrénie, schizophrenia, bipolaire,
    bipolar, épilepsie, épileptique, epilepsy, hépatite, hepatitis, tuberculose, tuberculosis, insuffisance rénale,
    kidney failure, dialyse, dialysis, hypertension, asthme, asthmatique, asthma, handicap, handicapé, handicapée, disabled,
    disability, autisme, autiste, autism, alzheimer, parkinson, sclérose en plaques, multiple sclerosis, avortement,
    abortion, toxicomanie, alcoolisme, addiction, ordonnance médicale, maladie chronique, chronic illness, maladie mentale,
    mental illness, trisomie, stérilité, infertilité, cardiopathie, maladie cardiaque, heart disease, covid, hémophilie,
    drépanocytose, thyroïde, lupus, السكري, مرض السكري, داء السكري, السيدا, الإيدز, فيروس نقص المناعة, السرطان, سرطان, ورم,
    العلاج الكيميائي, امرأة حامل, وهي حامل, زوجتي حامل, حامل في, راها حاملة, حاملة, الاكتئاب, اكتئاب, الطب النفسي, مرض نفسي, انفصام, الفصام, الصرع, الالتهاب الكبدي,
    التهاب الكبد, السل, داء السل, القصور الكلوي, الفشل الكلوي, تصفية الدم, الدياليز, ارتفاع الضغط, ضغط الدم, الربو, الضيقة,
    إعاقة, الإعاقة, معاق, معاقة, التوحد, ألزهايمر, الزهايمر, الإجهاض, الإدمان, مرض مزمن, مرض القلب, أمراض القلب, السكر,
    العقم, بوصفير, الكونصير, sokkar, sokar, skkar, lsokkar, ssokkar, kanser, lkanser, lcancer, hamla, 7amla, ddi9a, di9a,
    lmard dyal sokkar, mrid nafsi, lktiab, sara3, dialyz, lqsor lkilawi, mrida b lkanser, tension
  `,
  religion: `
    musulman, musulmane, chrétien, chrétienne, chretien, juif, juive, athée, converti, convertie, baptisé, chiite, sunnite,
    bahaï, protestant, protestante, catholique, muslim, christian, jewish, atheist, converted, shia, sunni, catholic,
    evangelical, مسلم, مسلمة, مسيحي, مسيحية, يهودي, يهودية, ملحد, ملحدة, اعتنق, اعتنقت, تنصر, شيعي, شيعية, سني, بهائي,
    بهائية, lihoudi, ihoudi, masihi, masi7i, molhid, mol7id, chi3i
  `,
  ethnicity: `
    origine ethnique, amazigh, amazighe, berbère, sahraoui, sahraouie, race, origine raciale, tribu, ethnic origin, berber,
    tribe, أمازيغي, أمازيغية, الأصل العرقي, أصول أمازيغية, أصول إفريقية, قبيلة, من أصل, صحراوي, صحراوية, ريفية, chleuh,
    chel7, chl7a, amazighi, subsaharien, subsaharienne
  `,
  politics: `
    opinion politique, opinions politiques, militant, militante, adhérent au parti, adhérente au parti, membre du parti,
    membre du pjd, parti istiqlal, pjd, usfp, rni, pam, psu, annahj, al adl wal ihsane, political opinion, party member,
    member of the party, political activist, حزب, منخرط في حزب, عضو في حزب, مناضل, مناضلة, العدالة والتنمية, حزب الاستقلال,
    الاتحاد الاشتراكي, التقدم والاشتراكية, النهج الديمقراطي, العدل والإحسان, رأيه السياسي, hizb, 7izb, monadil
  `,
  union: `
    syndicat, syndical, syndicale, syndicaliste, syndiqué, syndiquée, umt, cdt, ugtm, fdt, untm, délégué syndical,
    déléguée syndicale, trade union, union member, union representative, trade unionist, نقابة, النقابة, نقابي, نقابية,
    منخرط في النقابة, الاتحاد المغربي للشغل, الكونفدرالية الديمقراطية للشغل, العمل النقابي, مندوب نقابي, na9aba, naqaba,
    n9aba, nna9aba, naqabi, na9abi
  `,
  justice: `
    casier judiciaire, condamné, condamnée, détenu, détenue, incarcéré, incarcérée, prison, garde à vue, poursuivi pour,
    poursuivie pour, inculpé, inculpée, mis en examen, récidiviste, criminal record, convicted, sentenced, imprisoned,
    detained, inmate, jailed, arrested, السجل العدلي, السوابق العدلية, سوابق, محكوم, محكوم عليه, أدين, أدينت, معتقل, معتقلة,
    سجين, سجينة, السجن, الحراسة النظرية, متابع, متابعة في حالة, اعتقل, الحبس, l7abs, lhabs, lhbs, l7ebs, sawabi9, sawabiq,
    m7koum
  `,
  genetic: `
    test adn, adn, test génétique, maladie génétique, genetic test, dna test, genetic disease, مرض وراثي, اختبار جيني,
    الحمض النووي, مرض جيني, تحليل جيني
  `,
  sexuality: `
    homosexuel, homosexuelle, orientation sexuelle, homosexual, gay, lesbian, lesbienne, transgenre, sexual orientation,
    مثلي, مثلية, الميول الجنسي
  `,
};

/** Words that tie a sentence to a person, besides names: patient, my daughter, she. */
export const personWords = `
  elle, patient, patiente, mme, mlle, mr, employé, employée, salarié, salariée, élève, je, mon, mes, père, mère, fils,
  fille, épouse, mari, collègue, intéressé, intéressée, assuré, assurée, candidat, candidate, souffre, atteint, atteinte,
  suis, voisin, voisine, frère, soeur, sœur, he, she, my, employee, mother, father, daughter, wife, husband, colleague,
  suffers, applicant, المريض, المريضة, السيد, السيدة, الموظف, الموظفة, التلميذ, التلميذة, زوجي, زوجتي, ابني, ابنتي, بنتي,
  ولدي, أبي, أمي, والدي, والدتي, أخي, أختي, خويا, ختي, يعاني, تعاني, مصاب, مصابة, عندو, عندها, عندي, مريض, مريضة, راه,
  راها, راني, الأجير, زميلي, زميلتي, المعني, جارنا, جارتنا, باه, الوالد, الوالدة, المرشح, المستخدم, ana, howa, hiya, 3ndi,
  3ndo, 3ndha, 3andi, 3ando, mrid, mrida, khoya, khti, mama, baba, weldi, wldi, bnti, rajli, mrati, raha, rah, rani,
  lwalida, lwalid, lwalid dyali, sahbi, jari
`;
