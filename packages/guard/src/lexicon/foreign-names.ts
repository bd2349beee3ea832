/** Names that foreigners who live in or write to Morocco have: English, Spanish, Italian, German, African. They count only in company. */
export const foreignGiven = `
emily james? john william? sarah michael jennifer robert? elizabeth susan jessica matthew andrew joshua ashley amanda brian kevin steven edward? george? kenneth deborah stephanie rebecca sharon cynthia kathleen amy angela shirley emma olivia sophia isabella mia oliver liam noah ethan mason lucas logan jacob jack? harry? thomas? samuel? jonathan benjamin? timothy gregory? peter? simon? oscar? megan hannah chloe grace? lily? ruby? victoria? katherine catherine margaret helen? linda barbara? karen nancy lisa betty dorothy sandra donna carol ruth? anna? kate? jane? mary? ann? alan? ian? graham neil? stuart keith colin derek nigel trevor gareth
carlos? juan josé jose luis? miguel antonio? francisco? javier pedro pablo? alejandro diego? sergio fernando? jorge alberto manuel? rafael? ramón enrique? vicente carmen? maría dolores? pilar? lucía elena? laura marta cristina isabel? raquel beatriz rocío
giuseppe giovanni marco? luca andrea? matteo francesco? alessandro lorenzo? stefano chiara giulia francesca elisa? valentina? silvia? paola
hans klaus jürgen stefan? wolfgang dieter uwe thomas? andreas? markus matthias petra sabine monika ursula heike birgit ingrid
mamadou ousmane? amadou ibrahima moussa? abdoulaye cheikh? alioune modou aissatou fatoumata mariama aminata ndeye khady oumou kadiatou seydou boubacar souleymane? issiaka kouassi koffi kouadio konan akissi adjoua chidi emeka ngozi chinedu oluwaseun tunde
`;

export const foreignFamily = `
smith? johnson? brown? taylor? anderson? thompson? white? harris? clark? lewis? robinson? walker? hall? allen? wright? scott? green? baker? adams? nelson? carter? mitchell? roberts? turner? phillips? campbell? parker? evans? edwards? collins? stewart? morris? murphy? cook? rogers? morgan? cooper? peterson? reed? bailey? kelly? howard? cox? ward? richardson? watson? brooks? bennett? gray? hughes? price? myers? foster? sanders? ross? powell? sullivan? russell? jenkins? butler? barnes? fisher? henderson? coleman? simmons? patterson? jordan? reynolds? hamilton? graham? wallace? woods? wilson? jones? davies? williams? miller? moore? martin? jackson? lee? king? hill? young?
garcía garcia gonzález gonzalez rodríguez rodriguez fernández fernandez lópez lopez martínez martinez sánchez sanchez pérez perez gómez gomez ruiz hernández hernandez jiménez jimenez álvarez alvarez moreno romero navarro? torres? domínguez vázquez ramos? gil? serrano? molina? ortega?
rossi? ferrari? esposito bianchi? romano? colombo? ricci marino? greco? bruno? gallo? conti? costa? giordano? mancini
müller muller schmidt schneider fischer weber? meyer? wagner? becker schulz hoffmann koch? bauer? richter? klein? wolf? schröder neumann schwarz? zimmermann
diallo traoré traore coulibaly keita koné kone camara? touré toure cissé cisse barry? bah? ndiaye diop gueye? seck sarr faye mbaye thiam kane? sylla konaté konate sidibé dembélé sangaré ouattara ouedraogo kaboré zongo sawadogo kouassi koffi kouamé nguessan okafor okonkwo adeyemi mensah owusu
`;
