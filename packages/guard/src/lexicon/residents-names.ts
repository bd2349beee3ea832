/** Names of people from other African and from Asian countries who live in Morocco; the notation of `foreign-names.ts`. */
export const residentsGiven = `
sekou mamadi boubakar oumarou issouf issoufou aliou babacar cheikhou serigne demba samba idrissa adama daouda tidiane maïmouna kadidiatou awa astou
bintou djeneba fanta hawa ramatoulaye rokhaya coumba nafissatou assetou salimata kofi kwame kwabena kojo yaw akosua ama? abena ifeanyi olumide folake
adebayo chioma obinna blessing? landry gildas ulrich wilfried steve? prisca divine? chancelle jospin merveille? dieudonné fiston plamedi aristide
prosper? désiré? wei? ming xiaoming yan? hui jing mei? nguyen hoa linh minh anh tuan priya rahul anil sunita rajesh sanjay deepak
amit vikram ravi kumar? tom? paulo joão daniela gabriela mehmet ahmet ayşe emre murat burak elif zeynep oleg olga dmitri sergei natalia svetlana
tatiana irina yuri andrei katarzyna piotr agnieszka pawel
`;

export const residentsFamily = `
sissoko diarra doumbia baldé sow sy? ba? n'diaye ndour diouf sall niang cissokho bangoura condé soumah kaba fofana bamba yao n'guessan
compaoré sanou some? boateng asante osei appiah eze adewale balogun abiola ndong obiang bongo mba? ella? nguema essono mbengue mvondo fotso kamga
tchoupo nkoulou biya ngono atangana mbarga eto'o kabila mukendi ilunga mwamba kasongo tshibangu lukaku mbemba makosso mabiala loemba massamba ngoma
silva? da_silva santos? pereira ferreira oliveira sousa rodrigues martins? fernandes gomes lopes marques almeida wang? zhang chen? liu yang? huang zhao
wu? zhou xu? sun? tran pham hoang phan vu? dang bui singh? sharma patel gupta khan? russo yılmaz yilmaz kaya? demir? çelik şahin öztürk ivanov ivanova
petrov petrova popov smirnov kowalski nowak
`;
