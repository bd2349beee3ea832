/** Given names of women and men in Morocco that are less common or newer, compiled by hand; the notation of `given-men.ts`. */
export const widerGivenWomen = `
ratiba:رتيبة fadna,fetna:فضمة lmina? lazhra thoraya mbarca tlaitmas nejia:نجية ihsan ikhlass,ikhlas:إخلاص? shaimaa douaa rehab
narjiss,narjisse,nerjes:نرجس? camelia,kamelia:كاميليا samiha:سميحة tahera:طاهرة? horia mariem melak maysae noora seloua souhame wassima,ouassima:وسيمة?
zohour ayat:آيات? farahe rizlane habibe imen
`;

export const widerGivenMen = `
abdelouafi:عبد_الوافي abdsamad abdelghafour:عبد_الغفور abdelhaqq abdelmoutalib abdrazak abdellaziz boubkar bouselham lmaati lahoucine,lahoussine
ohammou hadou akka:عقا moulay_ali moulay_driss moulay_hassan sidi_mohamed tuhami adile,aadil ahmed_reda izeddine bilel rhassane houcam
nouredine,nourredine omar_farouk slim tarak yassire zakariaa
`;
