/** Parts of synthetic values. Development and test share none. */
export interface Pool {
  readonly givenLatin: readonly string[];
  readonly familyLatin: readonly string[];
  readonly givenArabic: readonly string[];
  readonly familyArabic: readonly string[];
  /** As chats write them: Latin letters, digits for sounds, no capitals. */
  readonly givenChat: readonly string[];
  readonly familyChat: readonly string[];
  readonly givenFrench: readonly string[];
  readonly familyFrench: readonly string[];
  readonly cinPrefixes: readonly string[];
  readonly domains: readonly string[];
  readonly streetsLatin: readonly string[];
  readonly streetsArabic: readonly string[];
  readonly streetsChat: readonly string[];
}

export const split = (list: string): readonly string[] => list.split(',').map((item) => item.trim());

export const developmentPool: Pool = {
  givenLatin: split(
    'Youssef, Khadija, Mohamed, Salma, Abdelilah, Fatima Zahra, Hamza, Zineb, Omar, Imane, Rachid, Naïma, El Mehdi, Hajar, Said, Karima, Nour El Houda, Badr, Kamal, Jamila, Azeddine, Moulay Ahmed, Lalla Aicha, Widad, Farid, Ikram, Abdellatif, Sanae, Hicham, Rim',
  ),
  familyLatin: split(
    'Benjelloun, El Alaoui, Bennani, Tazi, Ait Lahcen, Berrada, El Idrissi, Chraibi, Ouazzani, Boukhriss, Lahlou, Amrani, Hajji, El Fassi, Zerouali, Bouhaddou, El Ouardi, Hilali, Ben Omar, Raissouni, Skalli, Moumni, Baddou, El Khayat, Aouad, Ait El Haj, Jazouli, Sefrioui',
  ),
  givenArabic: split(
    'يوسف, خديجة, محمد, سلمى, عبد الإله, فاطمة الزهراء, حمزة, زينب, عمر, إيمان, رشيد, نعيمة, المهدي, هاجر, سعيد, كريمة, نور الهدى, بدر, كمال, جميلة, عز الدين, مولاي أحمد, للا عائشة, وداد, فريد, إكرام, عبد اللطيف, سناء, هشام, ريم',
  ),
  familyArabic: split(
    'بنجلون, العلوي, بناني, التازي, أيت لحسن, برادة, الإدريسي, الشرايبي, الوزاني, لحلو, العمراني, حجي, الفاسي, الزروالي, بوحدو, الوردي, الهلالي, بن عمر, الريسوني, السقلي, المومني, بدو, الخياط, عواد, أيت الحاج, الجازولي, الصفريوي, حمداني, الغرباوي',
  ),
  givenChat: split(
    'youssef, khadija, 7amza, salma, rachid, fatima zahra, 3omar, zineb, imane, sa3id, hajar, karima, simo, naima, badr, kamal, jamila, 3azeddine, widad, farid, ikram, 3abdellatif, sanae, hicham, rim, nour',
  ),
  familyChat: split(
    'benjelloun, alaoui, bennani, tazi, ait lahcen, berrada, idrissi, chraibi, ouazzani, lahlou, amrani, hajji, el fassi, zerouali, bouhaddou, ouardi, hilali, ben omar, raissouni, skalli, moumni, baddou, khayat, jazouli',
  ),
  givenFrench: split('Sophie, Julien, Camille, Thierry, Nathalie, Sébastien'),
  familyFrench: split('Durand, Lefebvre, Moreau, Girard, Fournier, Mercier'),
  cinPrefixes: split('BK, A, AB, JC, F, EE, W, BE'),
  domains: split('gmail.com, menara.ma, entreprise.example, mairie.example.org'),
  streetsLatin: split(
    'rue Ibn Batouta, avenue Hassan II, hay Salam, boulevard Zerktouni, lotissement Al Wifaq, résidence Les Palmiers, rue de la Liberté, derb El Miter, avenue Allal Ben Abdellah, rue du 11 Janvier, hay Mohammadi, quartier Palmier, allée des Acacias, douar Lahjar, lotissement Al Houda, bd Mohamed Zerktouni, rue Jean Jaurès, secteur 6 Hay Karima',
  ),
  streetsArabic: split(
    'زنقة ابن بطوطة, شارع الحسن الثاني, حي السلام, تجزئة الوفاق, إقامة النخيل, درب السلطان, شارع علال بن عبد الله, الحي المحمدي, زنقة 14, دوار الحجر, شارع 20 غشت, تجزئة الهدى, حي الفتح, زنقة القاهرة, شارع الأمير مولاي عبد الله, إقامة الأمل',
  ),
  streetsChat: split(
    'hay salam, zn9a 12, derb lmiter, hay lmohammadi, lotissement lwifa9, hay mohamadi, zan9at 14, lblock c, hay lfath, avenue allal ben abdellah',
  ),
};

export const testPool: Pool = {
  givenLatin: split(
    'Mehdi, Asmae, Anass, Meryem, Noureddine, Oumaima, Ayoub, Loubna, Driss, Ghizlane, Abderrazak, Siham, Tarik, Hafsa, Mustapha, Chaimae, Ilyass, Malika, Réda, Wafae',
  ),
  familyLatin: split(
    'Berrechid, El Khattabi, Mernissi, Sqalli, Bouzidi, Ait Said, Benkirane, El Mansouri, Cherkaoui, Zniber, Guessous, Kabbaj, Naciri, Bensaid, Oulhaj, El Yazidi, Touzani, Hamdaoui',
  ),
  givenArabic: split(
    'مهدي, أسماء, أنس, مريم, نور الدين, أميمة, أيوب, لبنى, إدريس, غزلان, عبد الرزاق, سهام, طارق, حفصة, مصطفى, شيماء, إلياس, مليكة, رضا, وفاء',
  ),
  familyArabic: split(
    'الخطابي, المرنيسي, الصقلي, البوزيدي, أيت سعيد, بنكيران, المنصوري, الشرقاوي, جسوس, القباج, الناصري, بنسعيد, أولحاج, اليزيدي, التوزاني, الحمداوي',
  ),
  givenChat: split(
    'mehdi, asmae, anass, meryem, nordine, oumaima, ayoub, loubna, driss, ghizlane, siham, tari9, 7afsa, mostafa, chaimae, ilyass, malika, reda, wafae',
  ),
  familyChat: split(
    'khattabi, mernissi, sqalli, bouzidi, benkirane, mansouri, cherkaoui, guessous, kabbaj, naciri, bensaid, oulhaj, yazidi, touzani, hamdaoui',
  ),
  givenFrench: split('Élodie, Nicolas, Aurélie, Guillaume, Patrick, Véronique'),
  familyFrench: split('Rousseau, Garnier, Lambert, Chevalier, Blanchard, Perrin'),
  cinPrefixes: split('BJ, D, CD, G, HH, LC, Z, PB, QA, XA'),
  domains: split('outlook.fr, yahoo.fr, iam.example.ma, ecole.example.net'),
  streetsLatin: split(
    'rue Al Khawarizmi, avenue des FAR, hay Riad, boulevard Ghandi, lotissement Assaada, résidence Yasmine, impasse des Orangers, quartier Industriel, douar Oulad Taleb',
  ),
  streetsArabic: split(
    'زنقة الخوارزمي, شارع الجيش الملكي, حي الرياض, تجزئة السعادة, إقامة الياسمين, دوار أولاد الطالب, حي المسيرة',
  ),
  streetsChat: split('hay riad, zn9a 7, douar oulad taleb, hay lmassira, lotissement sa3ada'),
};
