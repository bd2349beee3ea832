/** Quarters, arrondissements, saints' towns and streets that carry people's names; phrases separated by commas. */
export const quarters = `
  al omrane, al akhawayn, al barid, al boraq, al massira, العمران, الأخوين, البراق,
  sidi bernoussi, sidi moumen, sidi maarouf, sidi othmane, sidi belyout, sidi youssef ben ali, sidi abderrahmane, sidi harazem, sidi kaouki, sidi bouzid, sidi rahal,
  sidi bennour, sidi ifni, sidi kacem, sidi slimane, sidi yahia, sidi yahya, sidi allal el bahraoui, sidi allal tazi, sidi bouknadel, sidi taibi, sidi hajjaj,
  sidi mokhtar, sidi bibi, sidi boulbra, sidi boubker, moulay rachid, moulay abdellah, moulay bousselham, moulay idriss zerhoun,
  moulay yacoub, lalla mimouna, lalla takerkoust, lalla meryem, ben msik, ben m'sik, ben slimane, ben guerir, benguerir, ben ahmed, ben tayeb, ben smim,
  hay hassani, hay mohammadi, hay salam, hay riad, hay karima, hay nahda, derb sultan, derb ghallef, el fida, aïn chock, aïn sebaâ, ain sebaa, ain chock, ain diab,
  mers sultan, roches noires, oulad teima, ouled teima, oulad berhil, ouled frej, oulad ayad, oulad tayeb, ait melloul, ait ourir, aït ourir, aït melloul, ait baha, beni ansar, beni mellal, bni bouayach,
  beni makada, imam malek, ibn batouta, ibn sina, ibn rochd, ibn khaldoun, ibn tofail, ibn zohr, ibn battuta, cadi ayyad, hassan premier, mohammed premier, moulay slimane, abdelmalek essaadi, chouaib doukkali,
  sidi mohamed ben abdellah, mohammed ben abdellah, sidi hassine, sidi abdellah, sidi bou othmane, sidi zouine, sidi lyamani, sidi kassem, sidi l'mokhtar, mustapha stitou,
  سيدي البرنوصي, سيدي مومن, سيدي معروف, سيدي عثمان, سيدي بليوط, سيدي يوسف بن علي, سيدي حرازم, سيدي بوزيد, سيدي رحال, سيدي بنور, سيدي إفني, سيدي قاسم, سيدي سليمان, سيدي يحيى, سيدي يحيى الغرب,
  سيدي علال البحراوي, سيدي علال التازي, سيدي بوقنادل, سيدي الطيبي, سيدي حجاج, سيدي المختار, سيدي بيبي, سيدي بوبكر, مولاي رشيد, مولاي عبد الله, مولاي بوسلهام,
  مولاي إدريس زرهون, مولاي يعقوب, للا ميمونة, لالة ميمونة, للا تاكركوست, بن مسيك, بن سليمان, ابن جرير, بن جرير, ابن أحمد, بن أحمد, ابن الطيب, الحي الحسني, الحي المحمدي,
  حي السلام, حي الرياض, درب السلطان, درب غلف, عين الشق, عين السبع, مرس السلطان, أولاد تايمة, أولاد برحيل, أولاد فرج, أيت ملول, أيت أورير, بني أنصار, بني ملال, بني بوعياش, بني مكادة, الإمام مالك, ابن بطوطة, ابن سينا, ابن رشد,
  ابن خلدون, ابن طفيل, ابن زهر, القاضي عياض, الحسن الأول, محمد الأول, المولى سليمان, عبد المالك السعدي, شعيب الدكالي, سيدي محمد بن عبد الله
`;
