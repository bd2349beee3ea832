/** Further family names of Morocco, compiled by hand; the notation of `given-men.ts`. */
export const moreFamilyNames = `
abouzaid,abouzid:أبوزيد,أبو_زيد abourrahim:أبورحيم aboulfadl,abou_el_fadl:أبو_الفضل,أبوالفضل aboutahir:أبوطاهر
achahbar,chahbar:أشهبار achir,achour,achouri:عاشور,عاشوري,العاشوري adnani,el_adnani:العدناني
adraoui,el_adraoui:العدراوي afif,afifi:عفيف,العفيفي aghzaf:أغزاف ahizoun:أحيزون aherdan,ahardane:أحرضان
ajana:أجانا akhannouch:أخنوش akesbi:أقصبي akalay,akaaboune:أقلعي akrouh:أكروح allali,el_allali:العلالي
allouch,allouche,allouchi:علوش,العلوشي amahzoun:أمحزون amghar:أمغار amzil:أمزيل aouad,awad,aouada:عواد,العواد
aouragh:أوراغ arsalane:أرسلان assal,el_assal:العسال assali,assli:العسلي,عسلي assouli:العسولي
atlassi:أطلسي,الأطلسي attar,el_attar:العطار,عطار azami,el_azami:العزمي,عزمي azeroual:أزروال
azzouzi,el_azzouzi,azouzi:العزوزي,عزوزي azzam,azam:عزام azouz,azzouz:عزوز baghdadi,el_baghdadi:البغدادي
bahaji,bahajji:بهاجي bahri,el_bahri:البحري bahraoui,el_bahraoui:البحراوي bahnini:باحنيني baitar:البيطار
bakhti,bakhat:بختي balafrej:بلافريج bargach:بركاش baroudi,el_baroudi:البارودي,بارودي basri,el_basri:البصري,بصري
belabbes:بلعباس belahcen:بلحسن belahrach:بلحرش belaid,belayd:بلعيد belamine:بالأمين,بلامين
belarbi,ben_larbi,benlarbi:بلعربي,بن_العربي belayachi,layachi,ayachi,el_ayachi:العياشي,بلعياشي belbachir:بلبشير
belfkih,belfakih:بلفقيه belghiti,belrhiti:بلغيتي,البلغيتي belkacem,belqacem:بلقاسم belkaid,belqaid:بلقايد
belkhadir:بلخضر belkhayat:بلخياط belkziz:بلقزيز bellamine:بلمين belmokhtar:بلمختار beloued,belouad:بلواد
belyazid:بليزيد ben_abdelkrim:بن_عبد_الكريم benabbou,ben_abbou:بنعبو benaddi,ben_addi:بنعدي benallal:بنعلال
benamar,ben_amar,benammar:بنعمر,بن_عمر,بنعمار benaouda:بنعودة benarafa:بن_عرفة,بنعرفة benatia,benatiya:بنعطية
benayad:بنعياد benazzouz:بنعزوز benbarka:بنبركة,بن_بركة benbouchaib:بنبوشعيب benboubker,benboubaker:بنبوبكر
benchaaboun:بنشعبون benchaib:بنشعيب benchakroun:بنشقرون benchrif:بنشريف bendriss:بندريس,بن_إدريس benfares:بنفارس
bengharbi:بنغربي benghazi,benrhazi:بنغازي benhaim:بنحايم benhachem:بنهاشم benhlima:بنحليمة benhida:بنحيدة
benjaafar:بنجعفر benjaber:بنجابر benkacem:بنقاسم,بن_قاسم benkaddour:بنقدور benkhalifa:بنخليفة
benkhaldoun:بنخلدون benkhouya:بنخوية benlamlih:بنلمليح benmbarek:بنمبارك benmimoun:بنميمون benmakhlouf:بنمخلوف
benmessaoud,benmesaoud:بنمسعود benmoumen:بنمومن bennouna:بنونة bennour:بنور benouna:بنونا benrahmoun:بنرحمون
benradi:بنراضي bensalah:بنصالح bensallam:بنسلام bensassi:بنساسي bentaher,bentahar:بنطاهر,بن_الطاهر
bentouhami:بنتوهامي benyassine:بنياسين benyoussef,ben_youssef:بنيوسف,بن_يوسف benzaouia:بنزاوية benzekri:بنزكري
benzine:بنزين berkani,el_berkani:البركاني bichri:بشري,البشري biyad,bayad:بياض bouabid,bouaabid:بوعبيد
bouabdellah:بوعبد_الله boualam,bouallam:بوعلام boualem:بوعلم bouamama:بوعمامة bouazza,bouaza:بوعزة
bouchaara:بوشعرة bouchta:بوشتى boudhar:بوظهر boudlal:بودلال boudraa:بودراع boufous:بوفوس bougrine:بوكرين
bouhaddou:بوحدو bouhlali:بوهلالي bouhouch:بوهوش boujida:بوجيدة boukhari,el_boukhari:البخاري,بخاري
boukhalfa:بوخلفة boukous:بوكوس boulaich:بولعيش boulmane:بولمان boumahdi:بومهدي bounou:بونو bourass:بوراس
bourhim:بورحيم bouriad:بورياض bourqia:بورقية bousselham:بوسلهام boussouf:بوصوف boutayeb:بوطيب boutahar:بوطاهر
boutazout:بوتازوت bouyahyaoui:بويحياوي bouzekri:بوزكري bouziane:بوزيان bouzoubaa:بوزوبع
chaabi,chaabani:الشعبي,شعباني chabaa:شبعا chabat:شباط chafik:شفيق chahboun:شهبون chajai:الشجعي chakiri:شكيري
chakroun:شقرون chaouki:شوقي chaoui:الشاوي,شاوي charrat:شراط chatibi:الشطيبي chawki:شوقي
cherradi,charradi:الشرادي,شرادي chihab:شهاب chentouf:شنتوف chouaibi:الشعيبي choukri:شكري chraa:شراع dadi:دادي
daif,daifi:الضيف,ضيف dakir,dakkir:دكير dalil: daoui:الضاوي darif:ضريف darkaoui,derkaoui:الدرقاوي
dassouli:الدسولي dehbi:الذهبي derhem: derdouri:الدردوري dinia:دينية douiri:الدويري douhabi:الذهابي
echchafi,chafii:الشافعي el_abdi,labdi:العبدي el_achari:الأشعري el_adib,adib:الأديب,أديب el_akkad,akkad:العقاد
el_amine,lamine,amine:الأمين el_andaloussi,andaloussi:الأندلسي el_asri,asri,lasri:العسري,عسري el_atrassi:الأطرسي
el_aziz:عزيز? el_badaoui,badaoui:البدوي,البداوي el_badri,badri:البدري,بدري el_bakri,bakri:البكري,بكري
el_balghiti:البلغيتي el_barnoussi:البرنوصي el_bekkaoui,bekkaoui:البكاوي el_bouanani:البوعناني
el_boustani:البستاني el_fakir,lfakir:الفقير el_farissi,farissi: el_ferouani:الفرواني el_filaly:الفيلالي
el_ghoumari,ghoumari:الغماري el_gharbaoui,gharbaoui:الغرباوي el_gueddari:الكداري el_guermai:الكرماعي
el_guerrouj:الكروج el_habti:الهبطي el_hadraoui:الحضراوي el_haimer:الهيمر el_hajji:الحاجي el_hajoui:الحجوي
el_hammoumi:الحمومي el_haouari,haouari:الهواري el_hassouni,hassouni:الحسوني,حسوني el_himdi:الحمدي el_himma:الهمة
el_houari:الهواري el_jaouhari,jaouhari:الجوهري el_jazzar:الجزار el_jirari:الجراري el_kabbaj:القباج
el_kadi: el_kaddioui:القديوي el_karkouri:القرقوري el_khadiri,khadiri:الخضيري el_khaoua:الخاوة
el_khattat,khattat:الخطاط el_khomsi:الخمسي el_khoumssi:الخمسي el_korchi,korchi:القرشي el_koubbi:القبي
el_kouhen:الكوهن el_krari:القراري el_maghraoui,maghraoui:المغراوي el_mahdaoui,mahdaoui:المهداوي
el_mahjoubi,mahjoubi:المحجوبي el_maliki,maliki:المالكي,مالكي el_manouni:المنوني
el_marzouki,marzouki:المرزوقي,مرزوقي el_mesbahi,mesbahi:المصباحي,مصباحي el_midaoui,midaoui:الميداوي
el_mouden:المودن el_moudni:المودني el_moumni:المومني el_mourabit:المرابط el_moussaoui:الموسوي
el_ouafi,ouafi:الوافي el_ouafa:الوفا el_ouahabi:الوهابي el_ouariachi,ouariachi:الورياشي,الورياغلي el_oufir:أوفير
el_othmani,othmani,outmani:العثماني,عثماني el_qotbi,kotbi:القطبي el_rhazi,rhazi:الغازي el_rhazouani:الغزواني
el_sayed:السايد el_wafi:الوافي el_yaagoubi,yaagoubi:اليعقوبي el_yacoubi:اليعقوبي el_younoussi:اليونسي
elguindi: elomrani:العمراني ennaji,naji:الناجي,ناجي ennassiri:الناصري errami,rami:الرامي erramy:الرامي
ettouhami,touhami:التهامي,التوهامي fadel:فاضل faik,faiq:فائق fakhir,fakher:فاخر fakiri:فقيري falah,fallah:فلاح?
farhat:فرحات fathallah:فتح_الله faouzi,fawzi:فوزي fekkak:فكاك ferhat:فرحات fikri:فكري filahi:الفيلاحي
firadi:الفراضي ghallab:غلاب ghazouani:الغزواني ghiat:غياث ghoulam: gourja:كورجا grine:كرين
guennoun,gannoun:كنون guedira:كديرة guelmi:كلمي guennouni,kannouni:الكنوني habchi:الحبشي
hachimi,hachemi:الهاشمي,هاشمي haddou,haddouch:حدو hadji:الحاجي haffari:الحفاري hajoui:الحجوي hajib:
hakkaoui:الحقاوي hallab:حلاب hamdouchi,el_hamdouchi:الحمدوشي hamdoun:حمدون hamdouni:الحمدوني
hamdane,hamdani:حمدان,الحمداني hamdi:حمدي,الحمدي hamouda:حمودة hanine:حنين? harakat:حركات haroun:هارون
harim:حريم? hassnaoui:الحسناوي hatim,hatem:حاتم hayani:الحياني hejjaj:الحجاج hilali:الهلالي,هلالي himmich:حميش
horani:الحوراني houmane:حومان houari:هواري ibrahimi,el_ibrahimi,brahimi:الإبراهيمي,إبراهيمي,ابراهيمي
iraqi,el_iraqi,iraki,elaraki,laraki:العراقي ismaili,el_ismaili,smaili:الإسماعيلي,إسماعيلي,السماعلي
jabrane,jabran:جبران jadid:جديد? jamal_eddine:جمال_الدين jaouad:جواد jaouhar:جوهر?
jebari,jebbari,jabbari:الجباري,جباري jebli,jbilou:الجبلي,جبيلو jennane:جنان?
jilali,jilani:الجيلالي,جيلالي,الجيلاني jouahri:الجواهري jouhari:الجوهري kabli:القبلي kadmiri:القدميري
kamali:كمالي kandil:قنديل? kanouni: karam:كرم? karrouchi:القروشي kasri:القصري kassimi:القاسمي,قاسمي
kebbour:كبور khadraoui:الخضراوي khairi:خيري,الخيري khalis:خالص? khallouk:خلوق khattab:خطاب? khayati:الخياطي
khayi:الخاي khaldi:الخالدي,خالدي khairoun:خيرون khiat,khayat,khiyat:خياط,الخياط khlifi,khelifi:الخليفي,خليفي
khoulti:الخلطي khoumani:الخوماني kinani:الكناني kissi:القيسي,قيسي kodad:قداد korri:القوري koutbi:القطبي
krimi:كريمي laabi:اللعبي laafou: laalej:العلج laamari:العماري laasri:العسري laayouni:العيوني
lachgar,lachkar:لشكر,الأشقر lachheb:لشهب,الأشهب lafdil:الفضيل lafraoui:العفراوي laftit:لفتيت laghzaoui:الغزاوي
lagziri:الكزيري lahbabi:الحبابي,لحبابي lahbib:لحبيب lahjouji:لحجوجي lahkim:الحكيم lahrichi:لحريشي
laghrissi:لغريسي lakhlifi:لخليفي lakhsassi:لخصاصي lalami:العلمي lamdouar:لمدور lamkaddem:لمقدم lamnaouar:لمنور
lamrani:لمراني lamsiah,lamssiah:المسيح laouina:العوينة larhrib,laghrib:الغريب? lasfar:الأصفر? lazaar,lazâar:لزعر
lazreq:لزرق lbaz,el_baz:الباز lebbar:لبار louahabi:الوهابي loudiyi,loudyi:لوديي louali: lyazidi:اليزيدي
maadi:معادي maazouz:معزوز machrafi,mechrafi:المشرفي machichi:المشيشي madani,el_madani:مدني madkour:مدكور
mahboub:محبوب mahfoudi:محفوظي mahmoudi:محمودي,المحمودي mahraoui:المهراوي makkaoui,mekkaoui:المكاوي,مكاوي
mallouk:ملوك mamouni:المأموني,ماموني mansour:منصور marzak:مرزاق mazouz:معزوز mazini,mezzine:مزين mechbal:مشبال
mejjati:المجاطي mesbah:مصباح? meskine:مسكين? messaoudi,el_messaoudi:المسعودي,مسعودي mikou:ميكو mkinsi:المكينسي
mouhcine:محسن mouline:مولين moumen:مومن mounir:منير mounadi:المنادي mourid:مريد mouride:مريد moustaid:مستعيد
moutaouakil:المتوكل,متوكل mouttaqi,moutaki:المتقي mrini,merini:المريني,مريني nachit:ناشيط nafaa:نافع?
naim,naimi,ennaimi:النعيمي,نعيمي nasri:نصري,النصري nassif:ناصف nassiri:الناصري nejjar:النجار,نجار nekkach:نقاش?
nouini:النويني nouhi:النوحي ouadghiri:الودغيري ouardighi:الورديغي oubaha:أوباها oubrahim:أوبراهيم oufkir:أوفقير
ouhmane,ouahmane:أوهمان ouhammou:أوحمو oukacha:أوكاشا oulad_said:أولاد_سعيد oulhadj,oulhaj:أولحاج,أوالحاج
oulmekki:أولمكي oumghar:أمغار oussaid:أوسعيد outaleb:أوطالب ouzzine:أوزين qabbaj:القباج qadiri:القادري,قادري
qasmi:القاسمي rabah,rabbah,rabhi:رابح,الرابحي radi:راضي,الراضي rafik,rafiq,rafiki:رفيق,الرفيقي raghib:راغب?
rahmouni:الرحموني,رحموني raiss:الرايس rami:رامي rhani,ghani:الغاني,غاني rharbi: rhioui:الريوي
rholam: rhozali:الغزالي riahi:الرياحي rifi,errifi:الريفي,ريفي rizki:رزقي roudani,rouddani:الروداني
rouissi:الرويسي saadaoui,essaadaoui:السعداوي,سعداوي saadouni:السعدوني sabiri:الصابري,صابري sabri:صبري,الصبري
sadik,seddik,seddiki,saddiki:الصديقي,صديقي,صادق sadok:صدوق sahel:ساحل? sajid:ساجد sakhi:السخي
salhi:صالحي,الصالحي salih:صالح samadi:الصمدي saoudi: sayeh:السايح sebbar:الصبار
sefiani,soufiani:السفياني sefrioui:الصفريوي senoussi:السنوسي serraj,sarraj:السراج serrar:السرار serroukh:الصروخ
skouri,sekkouri:السكوري slassi,sellassi:السلاسي slaoui:السلاوي smires:سميرس souaidi:السويدي? soudani:
soulami,soullami:السلامي souiri:الصويري tadlaoui,tadili:التادلاوي,التادلي tafraouti:التفراوتي tahri:الطاهري
talbi,ettalbi:الطالبي,طالبي talib,ettalib: tamim,tmimi,temimi:التميمي tamri:التمري taoufik:توفيق
taoussi:التاوسي tarfaoui:الطرفاوي tayeb,taib,taibi:الطيبي,الطيب tebbaa,tabbaa:التباع tlemcani:التلمساني
tounsi: tritki:التريتكي yacine,yassine:ياسين yahyaoui:اليحياوي,يحياوي yamani:اليماني,يماني
yakoubi:اليعقوبي youbi:اليوبي youssoufi:اليوسفي,يوسفي zaaf:زعاف zaghloul:زغلول zahiri:الزاهري,زاهري
zahraoui:الزهراوي,زهراوي zaim,zaimi:الزعيم?,الزعيمي zakari,zakaria:زكاري zaoui:الزاوي zaoudi:الزاودي
zarrouk,zerrouk,zarouk:زروق zarhouni,zerhouni:الزرهوني,زرهوني zbakh:الزباخ zefri:الزفري zeroual:الزروال,زروال
zemrani:الزمراني zghari:الزغاري zerktouni:الزرقطوني zidane,zidani:زيدان,الزيداني zine_eddine:زين_الدين zizi:زيزي
ziyad,ziad:زياد zouaoui:الزواوي zougari:الزكاري zouhairi:الزهيري,زهيري zouiten:زويتن zoubairi:الزبيري
zrikem:زريكم amezian,ameziane:أمزيان arejdal:أرجدال ait_benhaddou:أيت_بنحدو ait_taleb:أيت_الطالب
ait_ouahmane:أيت_أوهمان ait_elhaj,ait_el_haj:أيت_الحاج ait_brahim:أيت_إبراهيم,أيت_ابراهيم ait_hammou:أيت_حمو
ait_omar:أيت_عمر ait_ali:أيت_علي ait_oufkir:أيت_أوفقير ait_baha:أيت_باها ait_idir:أيت_إيدير
`;
