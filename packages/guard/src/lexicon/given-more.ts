/** Further given names in Morocco, of men and women, compiled by hand; the notation of `given-men.ts`. */
export const moreGivenNames = `
zouhra,zouhrah:الزوهرة,زوهرة bouchra,bochra:بوشرى
abdelmonim,abdelmoneim,abdelmounim:عبد_المنعم,عبدالمنعم abdelmoumen,abdelmoumene:عبد_المومن,عبد_المؤمن
abdeltif,abdeltaif:عبد_لطيف abdelmouttalib,abdelmottalib:عبد_المطلب abdelkaddous,abdelkoddous:عبد_القدوس
abdelouadoud:عبد_الودود abdelwadoud:عبد_الودود abdessamia,abdessamie:عبد_السميع
abdennasser,abdelnasser:عبد_الناصر abderrafia,abderrafie:عبد_الرفيع abderrachid,abdelrachid:عبد_الرشيد
abdallatif:عبد_اللطيف abdelaal:عبد_العال abdelkarem:عبد_الكريم abdelmotalib:عبد_المطلب abdelilahe:عبد_الإله
abdelhakim,abdelhakime:عبد_الحكيم,عبدالحكيم abdelkhaliq:عبد_الخالق abdelaati,abdelati:عبد_العاطي
abdeddaim:عبد_الدايم abed,abid:عابد? aboubakr,aboubaker,boubker,boubaker,abou_bakr:أبوبكر,أبو_بكر,بوبكر
achour:عاشور aimad,imadeddine,imad_eddine,imadeddin:عماد_الدين
alaeddine,alaa_eddine,alaedine,ala_eddine:علاء_الدين allal:علال aniss,anis,anisse:أنيس,انيس anir:أنير amjad:أمجد
ashraf:أشرف assaad,assad:أسعد atik,atika:عتيق,عتيقة ayman:أيمن,ايمن aziza:عزيزة?
azedine,azzedine,azdine,azzeddine,ezzedine,azeddin:عز_الدين,عزالدين azzouz:عزوز
bader,badre,badreddine,badr_eddine:بدر_الدين baha,bahae,bahaeddine:بهاء_الدين
bassam,basma,bassma,basmaa:بسام,بسمة? benaissa,ben_aissa:بنعيسى benyounes:بنيونس bouabid,bouaabid:بوعبيد
bouchta:بوشتى boujamaa,bojemaa:بوجمعة boumediene:بومدين bousselham:بوسلهام
brahime,ibrahime,ibrahim,ebrahim,ibrahem:إبراهيم,ابراهيم chafiq,chafiqa,chafika:شفيق,شفيقة chahine:شاهين
chams_eddine,chamseddine,chams:شمس_الدين cherif?,charif?,chrif:الشريف? choukri:شكري dahman,dahmane:دحمان
dia_eddine,diaeddine,diae:ضياء_الدين,ضياء? elarbi,larbi,laarbi:العربي?,لعربي elbachir:البشير elhaj:الحاج?
elhabib,lahbib,habib,elhabibe:الحبيب?,لحبيب elhassane,lhassane,lahsane:الحسان,لحسان
elkbir,kebir,lekbir:الكبير??,لكبير? elmahjoub,lmahjoub:المحجوب,لمحجوب elmokhtar,mokhtar,lmokhtar:المختار?,لمختار
elmiloudi,miloudi,lmiloudi:الميلودي,ميلودي elouafi,ouafi:الوافي
elyas,elias,ilyas,ilyass,iliass,ilyes,ilies,elyass:إلياس,الياس,إيلياس fahim:فهيم? fares,faris,fariss:فارس?
fathi,fathia,fatihaa:فتحي,فتحية faycal,faysal,faical,fayssal,feysal:فيصل fodil,fadil,fadel:فاضل,فضيل
fouzi,faouzi,fawzi,fouzia,faouzia,fawzia:فوزي,فوزية ghazi:غازي? hachim,hachem:هاشم haitam,haytam,haithem:هيثم
halim:حليم? hammadi,hamadi,lhammadi:حمادي hammou,hemmou:حمو hamdan,hamdane:حمدان hani,hania:هاني,هانية
harun,haroune,haroun:هارون hazem,hazim:حازم? hossam,houssame,hosam,housam:حسام
houssam_eddine,houssameddine:حسام_الدين idir:إيدير idris,idriss,edris,driss,dris:إدريس,ادريس ihab:إيهاب
islam?:إسلام? issa,aissa,3issa:عيسى izza,izzeddine:عزة? jabir,jaber,jabrane:جابر,جبران jad,joud:جاد?,جود?
jalil,jalila:جليل?,جليلة jamaleddine,jamal_eddine:جمال_الدين jawad,jouad,jaouade:جواد?
jilali,jillali,djilali:الجيلالي,جيلالي kaddour:قدور kamil,kamel:كامل? kebira:الكبيرة? khalifa:خليفة?
khaireddine,kheireddine:خير_الدين khayri,khairi,khayria:خيري,خيرية laarbi:لعربي lhoussine:لحسين louay:لؤي
lokman,loqman,lokmane:لقمان lyes:إلياس maati,elmaati:المعطي,معطي madani:المدني? malik?,malek:مالك?
mehdi,mahdi,elmahdi,lmahdi,mhdi:المهدي,مهدي mohcine,mouhcine,mohsine,mouhssine,mohssine,mohsin,mouhsine:محسن?
mouhcin:محسن? mohamedamine,mohamed_amine,mohammed_amine:محمد_أمين,محمد_الأمين
mohieddine,mouhieddine,mohyeddine:محيي_الدين,محي_الدين mouaad,moad,moaad,mouad:معاذ
moubarak,mobarak,mbark,embarek,lmbarek:مبارك?,امبارك moukhtar:مختار? mouloud,moulod:مولود?
mounsif,monsif,moncif:منصف? mustapha,moustapha,moustafa,mustafa,mostapha,mostafa,mestafa:مصطفى nabigh:نابغ
nacereddine,nasreddine,nassreddine:نصر_الدين,ناصر_الدين nasser,naceur,nassir,naser:ناصر?,نصير nidal:نضال?
noaman,nouaman,noman:نعمان nordine,nourdine,noureddin,nour_eddine,nourddine,nour_din:نور_الدين,نورالدين
oualid,walid,waleed,oualide:وليد? ouadie,ouadi,wadi3:وديع outhman:عثمان raafat,raouf:رأفت,رؤوف
rachad,rachade:رشاد? radi:راضي? rafiq,rafik:رفيق? ramzi,ramzy:رمزي rayane,rayan,rayyan:ريان
ridouane,redouane,redwan,redouan,radwan,ridwan:رضوان riyad,ryad,riadh:رياض? saadeddine,saad_eddine:سعد_الدين
safouan,safwane,safwan:صفوان saif,saifeddine,seifeddine,saif_eddine:سيف?,سيف_الدين
salaheddine,salah_eddine,salahedine,saladin:صلاح_الدين salam?,salama:سلامة? sallam:سلام? saleh,salih:صالح?
samad:صمد seddik,siddik,sedik:الصديق?,صديق? sirajeddine,siraj:سراج_الدين
sliman,slimane,souleiman,soulayman,sulaiman,soulaimane,suleyman:سليمان
sofyan,sofiane,sofian,soufyane,sufian:سفيان taieb,tayeb,tayyeb,taib:الطيب?,طيب? taj_eddine,tajeddine:تاج_الدين
talal:طلال taqi_eddine:تقي_الدين wadih:وديع wafik:وفيق wissam,ouissam,wisam:وسام? yahya,yehya,yahia:يحيى
yaqoub,yacoub,yaakoub,yakoub:يعقوب yassir,yasir,yasser:ياسر youness,younesse,yunes,younis,yunus,yones:يونس
youba:يوبا zakariae,zakaryae,zakariya,zakarya,zakaryaa:زكرياء,زكريا zayd,zaid,zayed:زيد?,زايد
zine_el_abidine,zinelabidine,zine_elabidine:زين_العابدين ziyad,zyad,ziad:زياد zoubir,zoubeir,zubair:الزبير,زبير
abla:عبلة achwak:أشواق? afaf,3afaf:عفاف? afrae,afraa:عفراء aida:عايدة,عائدة alaa:آلاء alae:علاء
anissa,anisa:أنيسة asmahan,asmahane:أسمهان assil:أسيل aziza,3aziza:عزيزة? azhar,azhare:أزهار?
badia,badiaa,badiya:بديعة badria:بدرية bahaa:بهاء? batoule:البتول btihal:ابتهال btissame:ابتسام chafia:شافية
chama,chamae:شامة cherifa,chrifa:الشريفة? chaima2:شيماء dalya,dalia,daliya:داليا donya:دنيا?
ghofrane,ghoufrane:غفران? ghita:غيتة fadia:فادية fadma,fadila:فاضمة,فاظمة fairouza:فيروزة fathiya:فتحية
fatemezahra,fatimaezzohra,fatima_zohra,fatimazohra,fatimzohra:فاطمة_الزهرة fikria:فكرية?
firdaous,firdaws,ferdaous,fardaous:فردوس? hajiba:حجيبة hakima,7akima:حكيمة? hamida,7amida:حميدة? hanifa:حنيفة?
hasnaa:حسناء? hidaya,hedaya:هداية? hikmat:حكمت ibtissam:ابتسام ichraq,ichrak:إشراق? iman:إيمان? imtital:امتثال?
inaya:عناية? jalila:جليلة jihad?,jihane,jihan,jihène:جيهان joumana,jumana:جمانة kabira,lkbira:كبيرة?
kamla:كاملة? kamar:قمر? karam:كرم? khayra:خيرة? kholoud,khouloud,khoulood:خلود? khadra:خضرة? latifa,ltifa:لطيفة
lamya,lamiae,lamia,lamyae:لمياء layla,leila,leyla,lila:ليلى lina,leena:لينا loubaba:لبابة
lubna,loubnaa,lobna:لبنى majda,majida:ماجدة,مجيدة majdouline:مجدولين mahassin,mahassine:محاسن?
malika,mlika:مليكة manar:منار? mariam,maryam,meryem,meriem,mariame,myriam,meryam,maryem,miryam:مريم
 maysoun:ميسون mehdia:مهدية mimount:ميمونت mina,minna:مينة monia,mounya:مونية,منية?
najlae,najla:نجلاء najma:نجمة? najoua,najwa:نجوى naoual,nawal,nawale,naouale:نوال naziha:نزيهة? nahid,nahed:ناهد
nassima,nasima,nessima:نسيمة nidae:نداء? niama,neama,ni3ma:نعمة?,النعمة? nisrine,nesrine,nissrine,nasrine:نسرين
nora,noura,noraa:نورة,نورا nouhad,nohad:نهاد nour_el_houda,nourelhouda,nour_elhouda,norelhouda:نور_الهدى
noussaiba,nossaiba:نسيبة omaima,oumayma,omayma:أميمة oum_kaltoum,oumkaltoum,oum_keltoum:أم_كلثوم,أم_كلتوم
oumnia,omnia:أمنية? ouafa,wafa,wafae,ouafaa,wafaa:وفاء? ouarda:وردة? ouidad,widad,wydad?:وداد? raghad,raghda:رغد
rahima:رحيمة? rajaa,raja?,rajae:رجاء? rania,ranya:رانية,رانيا rawia,raouia:راوية razane:رزان
rihane,rayhana:ريحانة rim,reem,rime,ryme:ريم rita:ريتا rkia,roqia,rokia,rqia,roukaya,rokaya,roqaya,rouqia:رقية
rokhsana:روكسانة romayssae,roumaissa,romaissae,roumaysa:رميساء saâdia,saadiya,saidia:السعدية,سعدية
saloua,selwa:سلوى sabria:صبرية sanaa:سناء sarah,sara:سارة siham,sihame,sehame:سهام sirine,cyrine,syrine:سيرين
sokaina,sakina,soukayna,soukeina:سكينة souhaila,souhayla:سهيلة soumaya,soumia,sumaya,soumya,somaya:سمية
tamou:طامو,تامو tilila:تيليلا tiziri:تيزيري tourya,touria,thouria,touriya,toria:ثورية,ثريا
widiane,widyane:وديان? wijdane,ouijdane,wejdane:وجدان? wiam,wiame,ouiame:وئام yakout,yaqout:ياقوت
yasmina,yassmine,yasmin,jasmine:ياسمينة,ياسمين yousria:يسرية youssra,yosra,yusra,yosraa:يسرى
zaynab,zainab,zeineb,zineb,zayneb,zeinab,zineba:زينب zakya:زكية
zhra,zohra,zouhra,zahrae,ezzohra,ezzahra:الزهرة?,زهرة?,زهراء,الزهراء zoulikha:زوليخة zoubida,zobida,zbida:زبيدة
aksel,axel,aksil:أكسيل idder,ider:إيدر massine,massin:ماسين yuba:يوبا tanirt:تانيرت dihya,dihia:ديهيا tiyya:تيا numidia:نوميديا anaruz:أناروز amayas:أماياس itri:إيتري izem:إيزم tafat:تافات sifaw:سيفاو
haddou:حدو moha,mouha:موحا lhou,lho:لحو fadma,fadhma:فاضمة tlaytmas:تلايتماس bassou:باسو hoummad,houmad:حماد zayd:زايد rouqia:رقية keltoum,kaltoum,keltouma:كلثوم,كلتوم khaddouj:خدوج dawiya:ضاوية hniya:هنية
`;
