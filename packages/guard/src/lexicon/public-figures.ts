/**
 * Names of public life and of history that texts speak of without being about anybody's private affairs: phrases separated
 * by commas. Whole names only, except where one word can be nobody else.
 */
export const publicFigures = `
  aziz akhannouch, saad dine el otmani, saad eddine el othmani, saâd-eddine el othmani, abdelilah benkirane, abbas el fassi, driss jettou, abderrahman youssoufi, abderrahmane youssoufi,
  abdellatif filali, mohamed karim lamrani, azeddine laraki, ahmed balafrej, mbarek bekkaï, allal el fassi, mehdi ben barka, abdellatif ouahbi, nadia fettah, nadia fettah alaoui,
  abdelouafi laftit, nasser bourita, fouzi lekjaa, younes sekkouri, mohammed saad berrada, ryad mezzour, leila benali, ghita mezzour, amal el fallah seghrouchni, fatim-zahra ammor,
  mustapha baitas, ahmed toufiq, fatima zahra mansouri, fatima ezzahra el mansouri, nizar baraka, rachid talbi alami, enaam mayara, abdeljalil lahjomri, walid regragui, achraf hakimi,
  hakim ziyech, yassine bounou, hicham el guerrouj, nawal el moutawakel, said aouita, saïd aouita, soufiane el bakkali, tahar ben jelloun, leila slimani, leïla slimani, fatima mernissi, 
  driss chraïbi, abdellatif laâbi, abdellah laroui, mohamed abed al-jabri, nabil ayouch, jamel debbouze, gad elmaleh, ibn battuta, ibn battouta, ibn khaldoun, ibn khaldun, ibn rochd, ibn rushd, averroès,
  averroes, avicenne, avicenna, ibn sina, ibn zohr, ibn tofail, ibn tufayl, ibn arabi, al-khwarizmi, al khwarizmi, al-biruni, al biruni, abu al-rayhan al-biruni, al-farabi, al farabi, al-kindi, al-ghazali,
  al ghazali, al-razi, muhammad ibn zakariya razi, abu al-qasim al-zahrawi, al-zahrawi, ibn al-haytham, alhazen, jabir ibn hayyan, omar khayyam, al-idrissi, al idrissi, al-masudi, rashid al-din hamadani,
  rashid-al-din hamadani, tariq ibn ziyad, tarik ibn ziyad, youssef ibn tachfin, yusuf ibn tashfin, yacoub el mansour, moulay ismaïl, moulay ismail, mohamed ben abdelkrim el khattabi,
  muhammad ali jinnah, muhammad iqbal, hassan al-turabi, hassan al-banna, sayyid qutb, gamal abdel nasser, anwar sadat, hosni mubarak, abdel fattah al-sisi, saddam hussein, hafez al-assad, bachar el-assad, bashar al-assad,
  mouammar kadhafi, muammar gaddafi, habib bourguiba, zine el abidine ben ali, kaïs saïed, houari boumédiène, abdelaziz bouteflika, abdelmadjid tebboune, yasser arafat, mahmoud abbas, rafic hariri, hassan nasrallah,
  osama bin laden, ayman al-zawahiri, mullah omar, abu bakr al-baghdadi, ruhollah khomeini, ali khamenei, hassan rouhani, jafar nimeiry, gaafar nimeiry, omar al-bashir, haile selassie, nelson mandela, jomo kenyatta,
  kwame nkrumah, léopold sédar senghor, thomas sankara, félix houphouët-boigny, patrice lumumba, kofi annan, ban ki-moon, antónio guterres, antonio guterres, boutros boutros-ghali, trump, donald trump, joe biden,
  barack obama, michelle obama, george bush, george w bush, george washington, john adams, john quincy adams, thomas jefferson, abraham lincoln, theodore roosevelt, franklin roosevelt, harry truman, john kennedy,
  john f kennedy, john fitzgerald kennedy, richard nixon, jimmy carter, ronald reagan, bill clinton, hillary clinton, john kerry, john mccain, al gore, martin luther malcolm x, rosa parks, muhammad ali, henry david thoreau,
  winston churchill, margaret thatcher, tony blair, gordon brown, david cameron, theresa may, boris johnson, john howard, julia gillard, justin trudeau, pierre trudeau, stephen harper, charles de gaulle, françois mitterrand,
  jacques chirac, nicolas sarkozy, françois hollande, emmanuel macron, valéry giscard, georges pompidou, dominique de villepin, angela merkel, olaf scholz, helmut kohl, adolf hitler, heinrich himmler, hermann göring, joseph goebbels,
  benito mussolini, silvio berlusconi, josé maría aznar, josé luis zapatero, pedro sánchez, mariano rajoy, felipe gonzález, francisco franco, vladimir putin, vladimir poutine, dmitri medvedev, mikhail gorbachev, mikhaïl gorbatchev,
  boris eltsine, boris yeltsin, joseph staline, joseph stalin, vladimir lénine, vladimir lenin, léon trotski, leon trotsky, volodymyr zelensky, recep tayyip erdogan, recep tayyip erdoğan, mustafa kemal, benyamin netanyahou,
  benjamin netanyahu, ariel sharon, yitzhak rabin, shimon peres, golda meir, xi jinping, hu jintao, mao zedong, mao tse-toung, deng xiaoping, shinzo abe, kim jong-un, ho chi minh, mahatma gandhi, indira gandhi, jawaharlal nehru,
  narendra modi, benazir bhutto, pervez musharraf, aung san suu kyi, dalai lama, evo morales, hugo chávez, fidel castro, che guevara, simón bolívar, cristina kirchner, cristina fernández de kirchner, cristina fernandez de kirchner,
  néstor kirchner, kirchner, lula da silva, dilma rousseff, juan perón, augusto pinochet, salvador allende, juan manuel santos, napoléon bonaparte, napoleon bonaparte, jules césar, julius caesar, alexandre le grand, alexander the great,
  marie-antoinette, louis-charles, jeanne d'arc, joan of arc, robespierre, christophe colomb, christopher columbus, vasco de gama, vasco da gama, marco polo, ferdinand magellan, james cook, gengis khan, genghis khan, kublai khan,
  isaac newton, albert einstein, marie curie, pierre curie, louis pasteur, charles darwin, galilée, galileo galilei, johannes kepler, nicolas copernic, nikola tesla, thomas edison, alan turing, john von neumann, stephen hawking,
  joseph priestley, antoine lavoisier, james clerk maxwell, max planck, niels bohr, werner heisenberg, robert oppenheimer, enrico fermi, richard feynman, blaise pascal, rené descartes, emmanuel kant, immanuel kant, friedrich nietzsche,
  karl marx, friedrich engels, sigmund freud, carl jung, jean piaget, jean-paul sartre, simone de beauvoir, albert camus, victor hugo, émile zola, gustave flaubert, marcel proust, charles baudelaire, arthur rimbaud, jean-jacques rousseau,
  adam smith, john maynard keynes, milton friedman, thomas hobbes, john locke, david hume, william shakespeare, charles dickens, jane austen, mark twain, ernest hemingway, george orwell, oscar wilde, miguel de cervantes, dante alighieri,
  léonard de vinci, leonardo da vinci, michel-ange, pablo picasso, vincent van gogh, claude monet, salvador dalí, wolfgang amadeus mozart, ludwig van beethoven, johann sebastian bach, frédéric chopin, elvis presley, michael jackson,
  john lennon, paul mccartney, bob dylan, freddie mercury, beyoncé, lionel messi, cristiano ronaldo, diego maradona, zinédine zidane, kylian mbappé, usain bolt, michael jordan, peyton manning, tom brady, cam newton, roger federer,
  rafael nadal, novak djokovic, serena williams, david rudisha, paul tergat, catherine ndereba, eliud kipchoge, bill gates, steve jobs, elon musk, mark zuckerberg, jeff bezos, tim berners-lee, warren buffett, steve wozniak,
  john esposito, edward saïd, edward said, samuel huntington, noam chomsky, francis fukuyama, michel foucault, jacques derrida, pierre bourdieu, claude lévi-strauss, max weber, émile durkheim, rachel carson, jane goodall, marie stopes,
  عزيز أخنوش, سعد الدين العثماني, عبد الإله بنكيران, عباس الفاسي, إدريس جطو, عبد الرحمن اليوسفي, عبد اللطيف الفيلالي, محمد كريم العمراني, علال الفاسي, المهدي بن بركة, عبد اللطيف وهبي, نادية فتاح, نادية فتاح العلوي,
  عبد الوافي لفتيت, ناصر بوريطة, فوزي لقجع, غيثة مزور, غيتة مزور, أمال الفلاح السغروشني, مصطفى بايتاس, أحمد التوفيق, نزار بركة, رشيد الطالبي العلمي, محمد بنشعبون, محمد بن شعبون, وليد الركراكي, أشرف حكيمي, حكيم زياش,
  ياسين بونو, هشام الكروج, نوال المتوكل, سعيد عويطة, الطاهر بن جلون, فاطمة المرنيسي, محمد عابد الجابري, عبد الله العروي, ابن بطوطة, ابن خلدون, ابن رشد, ابن سينا, ابن طفيل, ابن عربي, ابن زهر, ابن الهيثم, جابر بن حيان, صابر بن سهل,
  عمر الخيام, طارق بن زياد, يوسف بن تاشفين, عقبة بن نافع, صلاح الدين الأيوبي, هارون الرشيد, خالد بن الوليد, عمر بن الخطاب, علي بن أبي طالب, عثمان بن عفان, أبو بكر الصديق, محمد بن عبد الكريم الخطابي, رشيد الدين الهمذاني, محمد بن زكريا الرازي,
  أبو بكر الرازي, أبو القاسم الزهراوي, أبو الريحان البيروني, أبو العلاء المعري, أبو الطيب المتنبي, محمد علي جناح, محمد إقبال, حسن الترابي, حسن البنا, سيد قطب, جمال عبد الناصر, أنور السادات, حسني مبارك, عبد الفتاح السيسي, صدام حسين, حافظ الأسد, بشار الأسد, معمر القذافي,
  الحبيب بورقيبة, زين العابدين بن علي, هواري بومدين, عبد العزيز بوتفليقة, عبد المجيد تبون, ياسر عرفات, محمود عباس, رفيق الحريري, حسن نصر الله, أسامة بن لادن, أيمن الظواهري, جعفر النميري, جعفر نميري, عمر البشير, روح الله الخميني, نجيب محفوظ, طه حسين,
  نزار قباني, محمود درويش, جبران خليل جبران, أم كلثوم, محمد البرادعي, أحمد زويل, نيلسون مانديلا, كوفي عنان, بان كي مون, دونالد ترامب, باراك أوباما, جون كينيدي, أنجيلا ميركل, إيمانويل ماكرون, شارل ديغول, فلاديمير بوتين, كريستينا كيرشنر, أدولف هتلر,
  ألبرت أينشتاين, إسحاق نيوتن, السيد المسيح, السيدة العذراء
`;

/** Offices and callings of public life: who is named by one is not named as a private person. */
export const publicOffices = `
  ministre, premier ministre, première ministre, ministre délégué, ministre déléguée, ministre d'état, vice-premier ministre, secrétaire d'état, chef du gouvernement, cheffe du gouvernement, chef de l'état, chef d'état,
  président de la république, président des états-unis, président américain, président français, président russe, président turc, président égyptien, président élu, vice-président des états-unis, chancelier allemand, chancelière, sénateur, sénatrice,
  première dame, pharaon, duc, duchesse, ambassadeur, ambassadrice, secrétaire permanente, secrétaire permanent, comité nobel, prix nobel,
  philosophe, mathématicien, mathématicienne, physicien, physicienne, astronome, historien, historienne, poète, poétesse, romancier, romancière, compositeur, compositrice, cinéaste, guitariste, 
  champion du monde, championne du monde, champion olympique, championne olympique, sélectionneur, astronaute, cosmonaute,
  prime minister, deputy prime minister, foreign minister, minister, secretary of state, attorney general, us former president, president, senator, congressman, congresswoman, chancellor, first lady, first ladies,
  king, pharaoh, duke, duchess, ambassador, historian, philosopher, mathematician, physicist, astronomer, poet, novelist, composer, filmmaker,
  guitarist, explorer, world champion, olympic champion, record holder, record-holder, world record holder, flying ace, fighter ace, political leaders, intellectuals, statesman, astronaut,
  وزير, وزيرة, الوزير الأول, الوزير المنتدب, الوزيرة المنتدبة, رئيس الحكومة, رئيس الجمهورية, رئيس الوزراء, رئيسة الوزراء, رئيس الولايات المتحدة, الرئيس الأمريكي, الرئيس الفرنسي, الرئيس السابق,
  السيناتور, سفير, سفيرة, المؤرخ, المؤرخة, الفيلسوف, الشاعر, الشاعرة, الروائي, الروائية, الجنرال, الزعيم, زعيم, الزعماء, الزعماء السياسيين, المثقفون, الملحن, بطل العالم, بطلة العالم, السيدة الأولى, 
`;
