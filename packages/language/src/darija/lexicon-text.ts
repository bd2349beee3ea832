/**
 * Words of Darija, a concept a line: its forms in Arabic letters, then in Latin letters where consonants alone do not tell it;
 * what Standard Arabic says; what French says. Written for Riad out of general knowledge of Moroccan administration, by a
 * machine, and read by no speaker. Law texts were not taken from.
 */
export const lexiconText = `
واش | wach wash | هل |
شحال قداش | ch7al chhal chehal | كم |
فين فاين | fin fine | أين | où
منين | mnin mnine | عند |
علاش علاه | 3lach alach 3lah | لماذا سبب تعليل | pourquoi motif
كيفاش كيفاه | kifach kifash kifah | كيف كيفية | comment modalités
امتي وقتاش فوقاش | imta emta wa9tach fou9ach | متى تاريخ | quand date
شكون | chkoun chkon | من | qui
شنو شنوا شنهو شنهي اشنو اش شناهو اشمن | chno chnou chnouwa chnahwa chnahiya ach achmen | ما | quel
ديال د دیال ديالي ديالك ديالو ديالها ديالنا ديالكم ديالهم تاع متاع | dyal dial d dyali dyalk dyalo dyalou dyalha dyalna dyalkom dyalhom ta3 | |
اللي لي الي | lli li elli | الذي |
هاد هادا هادي هادو هادشي هدا هدي | had hada hadi hado hadou hadchi | هذا | ce
داك ديك دوك داكشي | dak dik douk dakchi | ذلك | cela
شي | chi | |
باش | bach bash | لكي | pour
الا ايلا يلا | ila ela | إذا | si
حيت حيتاش لحقاش | 7it 7itach l7e9ach | لأن | car
بحال فحال | b7al bhal f7al | مثل | comme
حتا حتي | 7ta hta 7etta | حتى | jusque
غير | ghir | فقط | seulement
كاين كاينه كاينين كاينش كانت كان يكون تكون نكون يكونو كون | kayn kayna kaynin kaynch kan kant ykoun tkoun nkoun ykounou kon | يوجد |
ليا ليك ليه ليها لينا ليكم ليهم | lia liya lik lih liha lina likom lihom | له |
ملي منيل | mli mni melli | عند |
راه راها راني رانا راهم را | rah raha rani rana rahom ra | |
غادي غاديه غاديين | ghadi ghadya ghadyin | سوف |
عند عندي عندك عندو عندها عندنا عندكم عندهم | 3nd 3end 3ndi 3ndk 3ndo 3ndou 3ndha 3ndna 3ndkom 3ndhom | لدى |
دابا | daba | الآن | maintenant
دغيا فالحين بالزربه | deghya dghya bzerba | فورا دون تأخير حالا | immédiatement sans délai
بزاف | bzaf bezzaf | كثير | beaucoup
شويه | chwiya chwia | قليل | peu
بلا بلاش | bla blach | بدون دون | sans
بلاصه بلاصت | blasa blast blassa | بدل محل مكان | place lieu remplacement
معا مع ويا | m3a ma3a | مع | avec
من | mn men | من |
ف فال | f fe | في |
علا علي | 3la ela | على |
قبل | 9bel 9bal 9bl | قبل | avant préalable
موراه مورا مور | mora mour | بعد | après
برا برانيه براني برانيين | berra bra barra barrani barraniya | خارج أجنبي أجنبية غير مقيم | étranger extérieur hors
هنا هنايا | hna hnaya | هنا المغرب |
نفس بحالبحال | nefs | نفس |
اخري اخر اخور خرا | akhra akhor khra khor | آخر أخرى | autre
كلشي كامل كاملين | kolchi kamel kamlin | جميع كل | tous tout ensemble
واحد وحده | wa7ed wahed we7da wehda | واحد | un
زوج جوج | jouj zouj | اثنان | deux
تلت تلاته | tlata telt tlt | ثلاث ثلاثة | trois
مره مرات | merra marra | مرة | fois
نهار نهارات يومين يوم ايام | nhar nharat youm yom iyam | يوم يوما أيام | jour jours
سيمانه سيمانات | simana semana | أسبوع | semaine
شهر شهور | chher chhar ch7our chhour chhor | شهر أشهر | mois
عام عوام سنين عامين | 3am 3wam snin 3amayn | سنة سنوات سنويا عام | an années annuel
وقت وقيته | wa9t lwa9t we9t waqt | أجل مدة وقت | délai durée temps
اجل اجال | ajal ajel | أجل آجال | délai délais
خاص خاصني خاصك خاصو خاصها خاصنا خاصكم خاصهم خص خصني خصو خصها خصهم | khas khass khassni khassek khasso khasha khassha khassna khasshom khashom khass | يجب يتعين | doit
ضروري لازم مجبر مجبره | daruri darouri lazem mejbour mejbra | يجب إلزامي ملزم | obligatoire tenu
قدر تقدر نقدر يقدر يقدرو نقدرو | 9der n9der t9der y9der n9dro y9edro ta9der | يمكن يجوز | peut
بغا بغي بغيت كنبغي | bgha bghit bghat kanbghi | يريد يرغب | veut
عرف | 3ref | علم معرفة تأكد | connaître savoir
علم يعلم | 3elem 3lem y3lem y3elem n3elmou | إعلام إخبار تبليغ إشعار | informer notifier déclarer
خبر | kheber khber | إخبار تبليغ | informer
قال قول | gal gol goul | نص بين أخبر | dire énoncer dispose
جاوب جواب | jaweb jawb jwab | رد جواب أجاب | répondre réponse
رد ردو | redd yredd reddo | رد | répondre rendre
سكت سكوت سكات | skout skat sket | سكوت | silence
سول سوال سولات | sowel swal soual | سؤال طلب | demander question
طلب طلبات | talab tleb talabat | طلب طلبات | demande requête
شكايه شكايات شكا شكي تشكا | chikaya chikayat chka nchki tchekka | شكاية شكايات تظلم | plainte réclamation
ملف دوسي دوسيات | dossier dousi dosi melaf | ملف ملفات | dossier
ورقه ورق وراق اوراق وريقات كواغط كاغط | wer9a wra9 wraq kwaghet kaghet | وثيقة وثائق مستندات ورقي | document documents pièces papier
نسخه نسخ كوبي فوطوكوبي | nouskha copie nsakh | نسخة | copie exemplaire
حط يحط تحط نحط محطوط محطوطه | 7et n7et y7et t7et m7tout m7toutin m7touta hett | إيداع أودع وضع | déposer dépôt héberger
صيفط صيفطو سيفط | sifet nsifet sayfet kayseftouh seft | إرسال توجيه رفع | envoyer transmettre
جاب جيب يجيب تجيب | jab yjib njib tjib | حصول إحضار جلب | obtenir apporter
خدا ياخد تاخد ناخد خود | kheda yakhod takhod nakhod khda | أخذ حصول | prendre obtenir
عطا عطي يعطي نعطي تعطي عطاو يعطيو | 3ta 3ti n3ti t3ti y3ti t3tini y3tiw 3taw | تسليم منح إعطاء تقديم | délivrer remettre donner fournir
شد شاد | ched chad | تسلم مسك | recevoir tenir
وصل روسي توصيل | wasl wesl reçu | وصل إشعار بالتوصل | récépissé accusé réception
توصل | twessel | تلقي توصل | recevoir réception
رفض رفضات رفضو مرفوض | rfed refed katrfed merfoud rafd | رفض رد سلبي قرار سلبي | refus refuser rejet
وافق وافقات موافقه قبل | wafe9 wafeq mouwafa9a | موافقة قبول | accord accepter consentement
مقبول مقبوله | m9boul m9boula meqboul | مقبول قبول | recevable accepté recevabilité
طعن | t3en ta3n | طعن طعون | recours
قرار قرارات | 9arar qarar 9ararat | قرار قرارات | décision décisions
حكم حكمات حكام احكام | 7kem hkem a7kam 7okm | حكم أحكام قضائي | jugement décision
محكمه محاكم تريبينال | m7kama mehkama m7akem tribunal | محكمة قضاء | tribunal justice
دار دير يدير ندير تدير ديرو يديرو داير دايره | dar dir ydir ndir tdir katdir diro ydiro kaydiro dayra dayr | قيام |
وجد يوجد وجدو | wejed ywejed ywejdou wejd | إعداد تحضير | préparer élaborer
خدم خدام خدامه خدمه خدمو خدامين | khdem khdam khdama khedma khdamin nkhdem tkhdem | عمل تشغيل مستخدم خدمة اشتغال | travail employé service utiliser fonctionner
حبس وقف سد | 7bes hbes y7bes wqef we99ef sedd | توقف إنهاء توقيف | arrêter cesser cessation fin
سالا سالي كمل كملو | sala salat kemmel kmel | انتهاء انقضاء | échéance expiration fin terminé
بدا بدي يبدا | bda yebda bdat | ابتداء دخول حيز التنفيذ | commencer début vigueur
بقا بقي يبقا باقي باقا | b9a yb9a kayb9a ba9i | بقاء استمرار ظل | rester maintenir
عاود يعاود | 3awed 3awd y3awed | تكرار متكررة إعادة | répéter récidive nouveau
بدل تبدل بدال تبدلات | beddel tbeddel tbeddlat bdel | تغيير تعديل | modification changement
زاد يزيد يزيدو زايده زاياده | zad yzid zayda zyada | تمديد زيادة إضافي تكميلي | prolonger prorogation complémentaire supplémentaire
نقص ينقص | n9es nqes | تقليص تخفيض | réduire diminution
طاح يطيح طايح | ta7 yti7 tayeh | تعطل انقطاع توقف | panne interruption défaillance
وقع واقع | w9e3 we9e3 wqe3 | وقوع حادث | survenir incident
مشكل مشاكيل مشكله | mouchkil mochkil machakil problème | مشكل حادث صعوبة خلاف | problème incident
خلاف صداع | khilaf sda3 | خلاف نزاع | différend litige
صلح تصالح | solh tsale7 | صلح تسوية توفيق | conciliation accord
مشا يمشي نمشي مشي | mcha nmchi ymchi temchi | لجوء توجه | s'adresser aller saisir
جا يجي جاي | ja yji jay | حضور | venir
دخل يدخل | dkhel ydkhol | دخول ولوج | entrer accès
خرج يخرج | khrej ykhrej | خروج إصدار | sortir
لقا يلقا لقي | l9a yl9a lqa | وجود إيجاد | trouver
شاف يشوف شوف | chaf ychof nchouf | اطلاع رؤية | voir consulter
قرا يقرا قرايه | 9ra y9ra 9raya | قراءة دراسة تعليم | lire études
كتب يكتب مكتوب مكتوبه | kteb ykteb mektoub mektouba | كتابة بيانات تضمين | écrit écrire mentions
كتم | ktem ykteb | كتمان سر | secret
سر | serr sirr | سر سرية | secret confidentialité
فتح حل يحل يحلو يفتح | fte7 7ell y7ello t7ell | فتح حل معالجة | ouvrir ouverture traiter
سحب | s7eb sheb | سحب | retirer retrait
خلص خلاص يخلص خلصات | khelles khlas ykhelles kaykhelles kanhelles | أداء دفع تحمل | payer paiement frais coût
فلوس دراهم | flous drahem | مبلغ مال درهم | montant argent dirhams
تمن ثمن سومه | taman soma | ثمن سعر | prix
ضريبه ضرايب | dariba darayeb | ضريبة رسوم | impôt taxe
رسوم صايرات مصاريف | rousoum sayrat masarif | رسوم مصاريف | frais droits taxes
غرامه ذعيره خطيه | gharama dha3ira khtiya amende | غرامة | amende
عقوبه عقوبات | 3o9oba 3ou9ouba | عقوبة يعاقب حبس غرامة | peine sanction emprisonnement amende puni
حبسي سجن | se7n sijn | حبس سجن | prison emprisonnement
مخالفه مخالفات | moukhalafa mokhalafa | مخالفة جريمة | infraction
رشوه | rchwa rachwa | رشوة | corruption
فساد | fasad lfasad | فساد | corruption
غش | ghach ghch | غش تدليس | fraude
شرا يشري تشري شريان | chra ychri techri | اقتناء شراء توريد | acheter acquisition achat
باع يبيع | ba3 ybi3 | بيع | vendre vente
صفقه صفقات مارشي | safqa safaqat safa9a marché marchi | صفقة صفقات | marché marchés
سنطلب بوندكوموند بون | bon commande | سند الطلب سندات | bon commande
شركه شركات سوسيتي | charika charikat société chariket | شركة مقاولة | société entreprise
ربح ربحو رابح رابحه | rbe7 rbah rabe7 rab7a | نائل الفائز صاحب الصفقة | attributaire titulaire
خسر | khser | خسارة إقصاء | perdre écarté
عرض عروض | 3ard 3oroud 3rod l3oroud | عرض عروض | offre offres
ظرف اظرفه جوا | jwa darf | ظرف أظرفة | pli enveloppe
بلاد وليداتلبلاد | blad lblad | محلي وطني | local national
ولاد وليدات دراري | oulad wlidat drari wlad | أبناء أطفال يد عاملة | enfants
ناس عباد | nass nas 3bad | مرتفقين أشخاص عموم | personnes usagers public
وطني وطنيه | watani wataniya | وطني وطنية | national nationale
مصنف مصنفات | mousannaf mousannafat | مصنف مصنفات | recueil catalogue
مغرب مغربي مغربيه | maghrib lmaghrib maghribi | المغرب مغربي | Maroc marocain national territoire
مواطن مواطنين | mouwaten mowatin | مواطن مرتفق | citoyen usager
موظف موظفين | mouwaddaf mouwaddafin mwaddaf fonctionnaire | موظف موظفين موارد بشرية | fonctionnaire personnel agents
مسوول مسؤول مسوولين | mas2oul mes2oul masoul | مسؤول | responsable
رييس ريس مدير شاف | ra2is rayes modir chef | رئيس | président chef
وزير وزاره | wazir wizara | وزير وزارة | ministre ministère
حكومه | 7oukouma houkouma l7oukouma | حكومة | gouvernement
جماعه جماعات بلديه | jama3a jama3at baladiya | جماعة جماعات ترابية | commune collectivités
مقاطعه قياده | mou9ata3a 9iyada | مقاطعة قيادة | arrondissement
اداره ادارات بيرو | idara idarat biro | إدارة إدارات | administration autorité
سبيطار سبيطارات | sbitar | مستشفى | hôpital
مدرسه سكويله | medrasa lmadrasa skwila | مدرسة | école
قانون قوانين | 9anoun qanoun l9anoun | قانون | loi
مسطره مساطر | mastara masatir | مسطرة مساطر إجراءات | procédure procédures formalités
شرط شروط | chart chorout chrout | شرط شروط | condition conditions exigences
حق حقوق | 7e9 hqouq 7ou9ou9 | حق حقوق | droit droits
معلومات معلومه | ma3loumat m3loumat | معلومات معطيات | informations données
داطا معطيات بيانات | data mou3tayat | معطيات بيانات | données
حساسه حساسيه حساس | hassasa 7assas 7assasa | حساس حساسية | sensible sensibilité
سيستيم نظام | système sistem nidam | نظام معلومات أنظمة | système systèmes information
امن سلامه | amn lamn salama | أمن سلامة | sécurité
سيبراني سيبرانيه | cyber sibrani | سيبراني | cybersécurité
خدمات سيرفيس | khadamat khidamat service | خدمات خدمة | services service
مزود مزودين مقدم | mouzawid mzewdin prestataire | مقدم مزود | prestataire prestataires fournisseur
رقميه رقمي رقمنه رقمن يرقمنو | ra9mi ra9miya ra9mana | رقمي رقمنة إلكترونية | numérique numériques digitalisation
انترنيت نت اونلاين | internet net online anternet | إلكترونية إلكتروني بوابة منصة | électronique internet
سيت موقع | site mawqi3 maw9i3 | موقع إلكتروني | site internet
منصه منصات بلاطفورم | minassa manassa plateforme | منصة منصات إلكترونية | plateforme
بوابه | bawaba lbawaba | بوابة | portail
كلاود | cloud | سحابة سحابية | cloud
توقيع امضا امضاء سينياتور | taw9i3 imda sinyatour signature | توقيع إمضاء | signature
تصحيح صحح يصحح نصحح مصحح | tas7i7 se77e7 nse77e7 s7i7 | تصحيح مصادقة صحيح | légalisation certification authentification
تصريح صرح | tasri7 | تصريح | déclaration déclarer
شرف | charaf | بالشرف | honneur
شهاده سرتيفيكا | chahada sertifika certificat | شهادة | certificat attestation
اشهاد | ichhad | إشهاد | attestation
اعتماد معتمد معتمده | i3timad mo3tamad agrément | اعتماد تأهيل معتمد | agrément agréé qualification qualifié homologation
موهله موهل | mou2ahal mo2ahala | مؤهل | qualifié
ترخيص رخصه رخص بيرمي | rokhsa rkhsa tarkhis permis | ترخيص رخصة | autorisation permis licence
مصادقه | mousada9a | مصادقة | approbation homologation
بطاقه كارط لاكارط | bita9a carte lacarte kart | بطاقة | carte
تمييز | tamyiz | تمييز مساواة | discrimination égalité
مراقبه كونترول يراقب | moura9aba contrôle controle | مراقبة | contrôle
تدقيق اوديت | tad9i9 audit | تدقيق افتحاص | audit
تقرير رابور | ta9rir rapport | تقرير | rapport
خبره | khibra | خبرة | expertise
تكوين فورماسيون | takwin formation | تكوين | formation
خطه بلان | khotta plan | خطة مخطط | plan
برنامج بروكرام | barnamaj programme | برنامج | programme
مهمه | mohimma mouhimma | مهام مهمة | mission missions
قيمه | 9ima qima | قيمة أثر | valeur effet
حماي حمايه | 7imaya himaya | حماية وقاية | protection
توقا وقايه يتوقا | twe99a katwa9a wi9aya | وقاية محاربة | prévention lutte
نشر تنشر يتنشر | nchar tnchar kaytncher ynechro | نشر ينشر | publier publication
جمع يجمع | jme3 yjme3 kayjme3 | تلقي جمع جرد | recueillir rassembler
ترتب رتب | retteb trtteb | ترتيب تصنيف | classer classifier classement
عين يعين تعيين | 3eyyen t3eyyen y3eyyen ta3yin | تعيين | désigner désignation
حدد يحدد | 7edded y7edded | تحديد حدد | fixer déterminer
عالج يعالج تعالج معالجه | 3alej t3alej y3alej mou3alaja | معالجة دراسة | traiter traitement
نفذ تنفذ تنفيذ | neffed tneffed tanfid | تنفيذ | exécuter exécution
بين يبين | beyyen tbeyyen ybeyyen | بيان إفصاح تعليل | préciser motiver
سبب سباب اسباب | sabab asbab sbab | سبب أسباب تعليل | motif motifs raison
عفا يعفي | 3fa y3fi kay3fi | إعفاء | dispense exonération exempter
حسب يتحسب تحسب | 7seb yt7seb | اعتبر احتساب | considérer compter
ساعد عاون | sa3ed 3awen | مساعدة إرشاد | aider assistance
قيم تقييم | 9eyyem kay9eymou ta9yim | تقييم أداء | évaluation évaluer
تعامل يتعاملو | t3amel yt3amlo | معاملة مساواة | traitement égalité
سمح يسمح | smeh sme7 | سماح ترخيص | permettre autoriser
ممنوع منع | memnou3 mne3 | منع حظر لا يجوز | interdit interdiction
وضح واضح واضحه | wade7 wad7a | وضوح واضح | clair clarté
رمز كود | ramz code | رمز تعريفي | code identifiant
موحد | mowa7ad mouwahad | موحد | unique unifié
نموذج نمودج موديل | namoudaj modèle | نموذج | modèle formulaire
مكلف مكلفه | moukellef moukellafa mokallaf | مكلف | chargé
سكن ساكن دار منزل | skna saken | سكن منزل | domicile logement
زواج تزوج | zwaj tzewwej | زواج | mariage
طلاق طلق | tla9 talla9 | طلاق | divorce
زاد تزاد ولاده تولد | tzad wlada | ولادة ازدياد | naissance
مات موت وفاه | mat mout wafat | وفاة | décès
ورث ورثه | wert werata | إرث ورثة | succession héritiers
كرا يكري | kra ykri | كراء | location bail
خدام تقاعد | ta9a3oud | تقاعد | retraite
طوموبيل سياره | tomobil siyara | سيارة مركبة | véhicule voiture
فاتوره فاكتوره | fatoura facture | فاتورة | facture
لعب يلعب | l3eb yl3eb | لعب | jouer
زوين مزيان | zwin mezyan | جيد حسن | bon
خايب | khayeb | سيئ | mauvais
كبير كبار | kbir kbar | كبير | grand
صغير صغار | sghir sghar | صغير | petit
جديد جداد | jdid jdad | جديد | nouveau
قديم قدام | 9dim 9dam | قديم | ancien
صاب يصيب | sab ysib | وجد | trouver
هضر يهضر هضره | hder yhder hedra | كلام تحدث | parler
فهم يفهم | fhem yfhem | فهم | comprendre
حاجه حوايج | 7aja haja 7wayej | شيء عنصر أمر | chose élément
طريق طريقه | tri9 tari9a | طريقة كيفية | manière modalité
مدينه | mdina lmdina | مدينة | ville
ما مكاش والو | walo walou | لا | rien
`;
