import { split, type Pool } from './pools.ts';

/** A second development pool: rarer names, other streets, other prefixes than the first. */
export const widePool: Pool = {
  givenLatin: split(
    'Abdelmounaim, Soukaina, Ismaïl, Rkia, Houda, Anouar, Chaymae, Marouane, Tawfik, Zhor, Hafid, Mounia, Jawad, Aziza, Brahim, Nisrine, Redouane, Ihssane, Moulay Hicham, Lalla Malika, El Houssaine, Abdeljalil, Fatima Ezzahra, Yassir, Sanaa, Bouchaib, Ilham, Achraf, Touria, Zakariae, Hind, Mbarek, Keltoum, Itto, Aksel, Najat',
  ),
  familyLatin: split(
    'Belkadi, Zouhairi, El Hamdouchi, Ouchen, Laraki, Benchekroun, Sefiani, Ait Ouahmane, Boutayeb, Kharbouch, Amezian, El Khattat, Oubella, Zeroual, Bouchta, Mouline, Tahiri, Lemrabet, Sadiki, El Guerrouj, Bensouda, Haddadi, Fikri, Ziyad, Bouazza, Akhrif, Tazarine, Ouhadi, El Barkouki, Rhouzali, Assoufi, Jennane, Dkhissi, Moutchou, Azlmad, Ben Taleb',
  ),
  givenArabic: split(
    'عبد المنعم, سكينة, إسماعيل, رقية, هدى, أنوار, شيماء, مروان, توفيق, زهور, حفيظ, مونية, جواد, عزيزة, إبراهيم, نسرين, رضوان, إحسان, مولاي هشام, لالة مليكة, الحسين, عبد الجليل, فاطمة الزهراء, ياسر, سناء, بوشعيب, إلهام, أشرف, ثورية, زكرياء, هند, امبارك, كلثوم, نجاة, خلود, أمين',
  ),
  familyArabic: split(
    'بلقاضي, الزهيري, الحمدوشي, أوشن, العراقي, بنشقرون, السفياني, أيت أوهمان, بوطيب, خربوش, أمزيان, الخطاط, أوبلا, الزروال, بوشتى, مولين, الطاهري, المرابط, الصديقي, الكروج, بنسودة, الحدادي, فكري, زياد, بوعزة, أخريف, تازارين, أوهادي, البركوكي, الغزالي, السوفي, جنان, الدخيسي, بن الطالب, الموتشو, أزلماض',
  ),
  givenChat: split(
    'kawtar, yassine, soufiane, ghizlane, abdelali, simo, hanan, ftouma, khalid, mounir, nisrine, 3abdelghani, 7anane, kaoutar, redouan, ihsan, 3aziz, mustafa, zakaria, imad, lamiae, bouchra, said, 3abdrahim, fati',
  ),
  familyChat: split(
    'benmoussa, bouhlal, bennis, el harti, zouhairi, belkadi, laraki, ouchen, sefiani, boutayeb, kharbouch, tahiri, sadiki, ait ouahmane, lemrabet, benchekroun, haddadi, bouazza, lm3ti, rhouzali',
  ),
  givenFrench: split('Mathieu, Claire, Jean-Baptiste, Philippe, Hélène, Bruno, Anne-Sophie, Laurent'),
  familyFrench: split('Marchand, Lacroix, Delacroix, Fontaine, Petit, Renaud, Guérin, Vasseur, Le Goff, Dumont'),
  cinPrefixes: split('AE, JB, G, SH, PA, T, Q, L, BB, KB, N, U, ZT, M'),
  domains: split('hotmail.com, live.fr, proton.me, inwi.example.ma, um5.example.ac.ma'),
  streetsLatin: split(
    'rue Oued Sebou, avenue Annakhil, boulevard Mohamed V, hay El Qods, lotissement Essaada, résidence Al Andalous, derb Sidi Bouloukate, rue Patrice Lumumba, avenue de France, quartier Hassan, douar Ait Bouhou, route de Fès, rue 14, bloc D hay Ennahda, place Pietri, impasse des Roses, cité Daoudiate, bd Abdelmoumen, rue Ghandi, lot Al Kawtar',
  ),
  streetsArabic: split(
    'زنقة واد سبو, شارع النخيل, شارع محمد الخامس, حي القدس, تجزئة الصفاء, إقامة الأندلس, درب غلف, شارع عبد المومن, حي النهضة, دوار أولاد عيسى, طريق فاس, الزنقة 14, بلوك د, حي المسيرة الخضراء, زنقة باتريس لومومبا, درب سيدي بولوقات, شارع الجيش الملكي, حي سيدي مومن',
  ),
  streetsChat: split(
    'hay lqods zn9a 4, derb ghallef, lot essa3ada, bloc d hay nahda, zn9t wad sbou, hay sidi moumen, 7ay lmassira, avenue mohamed 5, douar l7ajra',
  ),
};
