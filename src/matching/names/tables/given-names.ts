/**
 * Given names that are one name: how the languages of Europe and its neighbours call it and travel documents spell it,
 * and after the bar its short and pet forms, which may belong to several names. One name a line, A–Z only. Written for
 * this project from general knowledge; a word that is missing is compared letter by letter like any other.
 */
export const GIVEN_NAMES = `
Aaron Aron Harun Haroun Haroon
Abbas Abas Abbass
Abdullah Abdulla Abdallah Abdalla Abdoullah Abdellah Abdulah | Abdul Abdo
Abraham Ibrahim Ebrahim Avraham Abram Ibragim Ibraheem Brahim | Abe Bram Ibro Ibo Avi
Adam Adamo Adem Aadam
Adrian Adriano Adrien Hadrian Adrijan | Ady
Adriana Adrienne Adriane Adrijana
Agnes Agnieszka Agnese Agneta Anezka Agnessa Ines Inez | Aga Nessa
Ahmed Ahmad Ahmet Akhmed Akhmad Achmed Akhmet Ahmat Ehmed Amadou
Aisha Ayesha Aicha Ayse Aishah Aysha Aische Ajsa Aishat
Alan Allan Allen Alain Alen | Al
Albert Alberto Albrecht Adalbert Alberts Albertas | Al Bert Bertie Berti
Alexander Aleksandr Aleksander Aleksandar Alexandre Alessandro Alejandro Oleksandr Aliaksandr Alexandros Alexandru Alexandr Aleksandrs Aleksandras Sandor Iskander Skender Alasdair Alistair | Alex Alec Sasha Sascha Sacha Sandro Sander Xander Aleks Lex Shura Sanya Olek Aco
Alexandra Aleksandra Alessandra Alejandra Oleksandra Aliaksandra Alexandrine | Sandra Alex Sasha Sascha Sacha Xandra Lexi Sanda Ola
Alexei Aleksei Aleksey Alexey Alexej Aleksej Oleksii Oleksiy Aliaksei Alexis Alexios Alessio Alejo Aleksejs | Alyosha Alex Lyosha Lesha
Alfred Alfredo Alfreds Alfredas | Fred Alf Alfie Fredo
Ali Aly
Alice Alicia Alisa Alicja Alise Aliz Alix | Ali Lisa
Amalia Amelia Amelie Amalie Amelija | Amy Millie Mali
Amina Aminah Amine Aminat Aminata Emine
Amir Emir Ameer Amer
Andrew Andreas Andrei Andrey Andrea Andres Andre Andriy Andrii Andrej Andrzej Anders Ondrej Andras Endre Andrejs Andrius Andrija Andreu Andriej Antero Ander | Andy Andi Drew Andro Andryusha Bandi Jedrek Ondra
Angela Angele Angelika Angelica Anzhela Anzhelika Angelina Angelique | Angie Geli
Anna Ann Anne Ana Hanna Hannah Hana Ganna Annika Anneke Annette Anita Anneli Anniken | Anya Ania Anja Annie Nan Nancy Anka Annushka Hania Asia Nyura Panni Anouk Hanka Nina
Anthony Anton Antonio Antoni Antoine Antonios Antony Antonin Antal Antun Ante Antanas Antons Antonis Antoon Antonius Antonijs | Tony Toni Tonio Antek Tonda Toncho Nino Ton
Antonia Antonina Antonella Antoinette Antonija Antonie | Toni Tonya Nina Tosia Tonka
Arkady Arkadi Arkadij Arkadiy Arkadiusz Arkadii Arkadios | Arek Arkasha
Arnold Arnaldo Arnaud Arnoldo Arnolds Arnoud | Arnie Arno Noldi
Arsen Arseny Arseniy Arsenij Arsenii Arsenio Arsenije
Artem Artemi Artemy Artyom Artjom Artemii Artiom Artsem | Tyoma
Arthur Artur Arturo Arturs Arturas Artturi | Art Artie
August Augustus Auguste Augusto Augusts | Gus Gustl
Augustin Augustine Agustin Agostino Agoston Augustyn Austin Augustinas Avgustin | Gus
Aziz Azeez Abdulaziz Abdelaziz Abdulazeez
Barbara Varvara Borbala Barbora Barbro | Babs Barb Basia Varya Bara Borka
Bartholomew Bartolomeo Bartolome Bartholomaus Bartlomiej Barthelemy Bartolomej Bartosz Varfolomei Bertalan Bartolomeu | Bart Bartek Barta
Basil Vasily Vasili Vasil Vasyl Vasiliy Vasilii Vasilij Vasile Vasilis Vassilis Vasilios Basilio Basile Wassili Bazyli Vasilije | Vasya Vasko Vaso
Beatrice Beatrix Beatriz Beatrise | Bea Trixie
Benedict Benedikt Benedetto Benito Benoit Bento Benedek Venedikt Bengt Benediktas | Ben Bence Benno
Benjamin Beniamino Beniamin Veniamin Binyamin Benyamin Bunyamin Benjamins | Ben Benny Benji
Bernard Bernhard Bernardo Bernat Bernardino Bernardus Bernardas | Bernie Berni Bernd Bert Benno
Bogdan Bohdan Bogdans | Bodya
Boleslav Boleslaw Boleslavs | Bolek
Boris Borys Barys Boriss Borisas | Borya Boro
Bridget Brigitte Brigitta Birgit Brigida Birgitta Brygida Brigita Birgitte | Gitta Gitte Britta Biddy
Camilla Camille Camila Kamila Kamilla | Milla Cami
Caroline Carolina Karolina Karoline Carolin Karolin Carolyn | Carrie Caro Karo Lina Carol
Casimir Kazimierz Casimiro Kazimir Kazimieras Kazimirs | Kazik
Catherine Katharina Katherine Kathryn Caterina Catarina Catalina Ekaterina Yekaterina Katarina Katarzyna Kateryna Katerina Katrin Kathleen Katalin Karin Caitlin Ecaterina Aikaterini Katriin Kathrin Katariina Jekaterina Katrina Catriona Kaciaryna Kotryna | Kate Katie Kathy Cathy Cat Kati Katya Katia Katja Kasia Katka Kitty Trine Kay Rina Trina Kat Tina Karen
Cecilia Cecile Cecylia Cecilie Cecilija | Cissy Celia Silke
Charles Karl Carl Carlos Carlo Karel Karol Carles Karoly Kaarel Karolis Karlo Kaarlo Karlis | Charlie Chuck Kalle Carlitos Karcsi
Charlotte Carlotta Sarolta Szarlota Carlota Charlotta Karlota | Lotte Lotta Lottie Lola
Christian Kristian Cristian Christiaan Krystian Krisztian Cristiano Krister Kristijan Kristjan Carsten Karsten Christen | Chris Kris Christer Cris
Christina Cristina Christine Kristina Krystyna Kristin Kirsten Kristine Khristina Krisztina Hristina Christiane Khrystyna Kerstin Christin Kristiina | Chris Tina Chrissie Christy Kris Stina Kristy Krysia
Christopher Christoph Cristoforo Cristobal Krzysztof Kristof Christophe Kristoffer Cristovao Hristofor Khristofor Christoffer Kristaps Krystof Christos | Chris Kris Kit Krzysiek Stoffel Risto
Clara Klara Claire Chiara Clare
Claude Claudio Claudius Klaudiusz Claudiu
Claudia Klaudia Claudine Klavdia Klaudija Klavdiya
Clement Clemens Clemente Klemens Kliment Klement Clementas Kelemen | Clem Klim
Conrad Konrad Corrado Conrado Konrads Koenraad | Con Koen Kuno Conny
Constantine Konstantin Constantin Konstantinos Costantino Constantino Konstantyn Kanstantsin Konstanty Kostyantyn Kostiantyn Konstantins Konstantinas Constantijn | Kostya Kostas Costas Costa Kosta Costin Dinos
Cornelius Cornelis Kornel Cornelio Corneliu Korneliusz | Cor Kees Cornel Nelis
Cyril Kirill Kyrylo Cyrille Cyryl Kiril Cirillo Ciril Kyrillos Cirilo Kiryl Kirils | Kirya
Daniel Daniele Daniil Danil Danylo Danilo Danijel Danyal Daniels Danielius Danila Taneli | Dan Danny Dani Danko Danek
Daniela Danielle Danijela Daniella | Dani Danka Ela
Daria Dariya Daryia Dariia Darija Darya Darja | Dasha Dascha Darka
Darius Dariusz Dario Dariush Darijus | Darek
David Davide Davit Dawid Davud Davut Dawood Daoud Davyd Dovydas Dawud Davids Taavet Davood | Dave Davey Davie Dato Taavi Davi
Deborah Debora Dvora Devora Debra | Deb Debbie
Denis Dennis Denys Dionisio Dionysios Dionizy Denes Dzianis Denisas Deniss | Den Denny
Diana Diane Dijana Dianne | Di
Dimitri Dmitry Dmitri Dmytro Dimitrios Dimitar Dmitrij Dmitriy Dmitrii Dumitru Dimitrie Demetrio Dymitr Demetrius Dimitris Dzmitry Dimitrije Dmitrijs Mitar | Dima Mitya Mitko Mitja Dimos Mimis
Dominic Dominik Domenico Domingo Dominique Domonkos Dominikus Domingos Dominykas Dominick | Dom Mimmo Nik
Dorothy Dorothea Dorota Dorotea Dorothee Dorottya Doroteja | Dot Dora Dory Thea Dorit
Edith Edita Edyta Edit Edite | Edie
Edmund Edmond Edmundo Edmondo Edmunds Odon | Ed Ned
Edward Eduard Eduardo Edouard Edoardo Edvard Edvards Eduards Edvardas Duarte | Ed Eddie Ted Ned Teddy Edi Edek Edik
Edwin Edvin Edvins Edvinas | Ed Eddie
Eleanor Eleonora Eleonore Elinor Leonor Eleanora Eleonoora | Ella Ellie Nora Nell Leni Lore
Elena Helena Helen Helene Elene Olena Yelena Jelena Alena Eleni Heleen Ellen Elin Alyona Ileana Ilona Elina Jelna | Lena Lene Leni Nell Elli Hela Lenka Lenuta Ela
Elias Ilya Elijah Ilija Elia Iliya Ilia Illia Ilie Ilyas Ilias Ilja Eliasz Illya Iljas | Eli Ilyusha
Elizabeth Elisabeth Elisabetta Isabel Isabella Isabelle Yelizaveta Elizaveta Elzbieta Erzsebet Alzbeta Elisaveta Elisabet Elspeth Yelyzaveta Jelizaveta Lizaveta Isabela Izabela Izabella Jelisaveta Elzbeta Isobel Elizabeta | Liz Lisa Beth Betty Liza Bess Libby Betsy Lizzie Elsa Ela Bella Else Ilse Lis Elise Eliza Elisa Eliska
Emil Emile Emilio Emils Emilis Emilijus | Milo
Emilia Emilie Emily Emilija Emiliya Emiliia | Mila Emmy Millie
Emanuel Manuel Emmanuel Emanuele Emmanouil Immanuel Manuil Emanuil Manoel | Manny Manu Manolo Manolis Mano
Eric Erik Erich Erico Eerik Eirik Eryk Erick Eriks Erikas | Rick Ricky
Ernest Ernesto Ernst Erno Ernestas Ernests Arnost | Ernie Tito
Esther Ester Eszter Hester Estera Estere | Essie Hetty Eszti
Eugene Eugen Evgeny Yevgeny Evgeni Yevgeni Eugenio Eugeniusz Yevhen Yevhenii Evgenij Jewgeni Yevgeniy Evgeniy Evgenii Jevgeni Jevgenijs Eugenijus Eugeniu Jeno Evgenios Yauhen Ievgen | Gene Zhenya Geno Zhenja
Eugenia Evgenia Yevgenia Eugenie Yevheniia Evgeniya Evgeniia Yevgeniya Jevgenija | Zhenya Genia Gina
Eva Eve Ewa Yeva Eeva Ieva Havva Chava Jeva | Evi Evie Evita Ewka
Fatima Fatma Fatimah Fatemeh Fatoumata Fatime Patimat Fatimat | Fati Fatou
Felix Felice Feliks Feliksas Felikss
Ferdinand Fernando Hernando Ferdinando Fernand Nandor Ferran Fernao | Ferdi Nando Fernan
Florian Floriano Florijan Florin Florent | Flori Flo
Francis Francesco Francisco Francois Frantisek Franciszek Ferenc Franz Frans Franc Francesc Franjo Pranciskus Franciscus Franciskus | Frank Frankie Fran Paco Pancho Feri Franek Franta Kiko Chico Franco Franzi
Frances Francesca Francisca Franziska Francoise Franciszka Frantiska Franka Franciska | Fran Fanny Franzi Paca
Frederick Friedrich Frederic Federico Frederik Fredrik Fryderyk Frigyes Fridrikh Fredric Bedrich Friderik Frederico Fridrich | Fred Freddy Fritz Freddie Fredi Freek
Friederike Frederica Federica Frederika Frederique Fryderyka Fredrika | Rike Freddie
Gabriel Gavriil Gabriele Gavril Gabor Jibril Dzhabrail Djibril Cebrail Gavrilo Havryil Gabriels Gabrielius | Gabe Gabi Gabo Gaby
Gabriela Gabrielle Gabriella Gavriela Gabrijela | Gabi Gaby Ella
Galina Halyna Halina Galyna | Galya Halia
Genevieve Genoveva Genoveffa Genowefa | Gen Veva
George Georg Georgi Georgy Giorgi Jorge Giorgio Jerzy Jiri Georgios Gheorghe Heorhii Heorhiy Jurgen Juergen Jordi Georges Jorgen Joergen Goran Gyorgy Juraj Georgiy Georgii Georgij Giorgos Yorgos Gevorg Kevork Djordje Jurgis Joris Juris Yrjo Iorgos | Georgie Gosha Zhora Gogi Jorg Joerg Jirka Gica Egor Yegor
Gerald Geraldo Gerold Geralds | Gerry Jerry
Gerard Gerhard Gerardo Gerhardt Gerardus Geert Gherardo Gellert Gerrit | Gerry Gerd Jerry
Gertrude Gertrud Geltrude Gertruda Gertrudis | Trudy Gerda Gerti Trude
Gilbert Gilberto Gisbert Gilberts | Gil Bert
Gleb Hlib Glebs
Geoffrey Gottfried Goffredo Jeffrey Godfrey Geoffroy Gotfryd Jeffery | Jeff Geoff Friedel
Gregory Gregor Grigory Grigori Gregorio Grigor Grzegorz Gregoire Grigoriy Grigorij Grigorii Hryhorii Hryhoriy Grigore Gergely Grigorios Krikor Gregers Ryhor Rehor | Greg Grisha Gergo
Gustav Gustavo Gustaf Gustave Gusztav Gustaw Gustavs Gustavas Kustaa | Gus Gustl Gusti
Hamid Hameed Hamit Abdelhamid Abdulhamid
Hamza Hamzah Khamza Hamzat Gamza
Hasan Hassan Khasan Khassan Gasan Hassane
Henry Heinrich Henri Enrique Enrico Henrik Hendrik Henryk Genrikh Jindrich Henrique Hinrich Heikki Henrikas Henricus Arrigo | Hank Heini Henk Heinz Rico Harry Quique Hal Harri Enzo
Henrietta Henriette Enrichetta Henrika Enriqueta Henryka Hendrika Henrike | Etta Jette Hetty Rike
Herbert Heribert Eriberto Herberto Herberts | Herb Bert
Herman Hermann Armand Armando Ermanno German Hermanus Hermanis Hermanas | Manny Harm
Hubert Uberto Huberto Hubertus Hubertas | Bert Hub
Hugo Hugh Ugo Hugues Hugon Hughes
Hussein Husein Hussain Husayn Huseyin Hossein Hossain Gusein Khusein Husain Houssein Hocine Husejin Hosein Hoseyn Khuseyn
Ignatius Ignacio Ignazio Ignaz Ignacy Ignac Ignat Inacio Ignas Inigo Inaki Ignace | Nacho
Igor Ihor Ihar Igors Igoris
Irene Irina Iryna Irena Eirini Irine | Ira Irka Rena
Isaac Ishaq Isaak Izaak Itzhak Yitzhak Isak Isaakios Isacco Ishak | Ike Zak
Isidor Isidro Isidore Isidoro Izydor Izidor | Sid Izzy
Ismail Ismael Ishmael Esmail Izmail Ismayil Smail Ismajl Esmaeil Ismaila | Isma
Ivan John Johann Johannes Jean Juan Jan Giovanni Joao Jovan Ioan Ioannis Yannis Ian Johan Janos Evan Jens Jon Sean Ivans Giannis Joan Jaan Juhani Hannes Janis Jonas Hovhannes Ovanes Janez Eoin Ion Xoan Yoan Shaun Shawn Iwan Yann Johanan Juhan | Jack Johnny Hans Vanya Juanito Hansi Gianni Ivo Jancsi Janek Vanja Jackie Yanko Janko Ionut Nelu Ivica Honza Jussi Gian
Ivana Joanna Johanna Jana Giovanna Juana Joana Ioana Jeanne Jane Janet Jovana Yoana Ivanna Ioanna Zhanna Siobhan Sheena Janina Jeanette Sinead Johana Janna | Asia Jo Hanna Hanne Juanita Vanna Janka Ivanka Jenny
Jacob Jakob Jacques Jacobo Jakub Giacomo Yakov Yaakov Yakub Yaqub James Jaime Diego Santiago Iago Jaakko Jakov Jacopo Jokubas Hakob Yakiv Iakov Akop Jacobus Diogo Tiago Iacob Seamus Hamish Jaume Jekabs Yakup Jeppe | Jim Jimmy Jake Jamie Jaap Yasha Kuba Kobus Jascha Santi Jay
Jaroslav Yaroslav Jaroslaw Iaroslav Jaroslavs | Jarek Slava Jarda Yarik
Jeremiah Jeremias Geremia Jeremy Jeremi Jeremie Jeremija Ieremia Yarema Jeremiasz | Jerry Jem
Jerome Hieronymus Geronimo Jeronimo Girolamo Hieronim Jeronim Jeroen | Jerry
Joachim Gioacchino Joaquin Joaquim Ioakim Yakim Akim Jachym Jochem | Jo Achim Jochen Kim Quim
Jonathan Ionathan Yonatan Jonatan Gionata | Jon Johnny Jonny Yoni
Joseph Josef Giuseppe Jose Josep Yusuf Yosef Yousef Yousuf Josip Jozef Iosif Osip Yosyp Jozsef Youssef Yusif Yussuf Juozas Joze Jusuf Yusef Jazep Jozefs Youcef Isuf Hovsep Iosef | Joe Joey Pepe Peppe Beppe Sepp Jo Jupp Pepi Joop Jos Pino Josko Jozko
Josephine Giuseppina Josefina Jozefina Josefa Josipa Josefine Jozefa | Jo Josie Fina Pepa Pina
Joshua Yehoshua Giosue Josue Jozua Isa Issa Eesa Jesus | Josh Chucho
Judith Judit Giuditta Judyta Yudit Judita | Judy Jutta Juci
Julia Giulia Yulia Julie Yuliya Yuliia Iuliia Juliette Juliet Iulia Giulietta Julija | Julka Jules
Juliana Giuliana Julianna Juliane Uliana Ulyana Yuliana Iuliana Julijana | Liana
Julius Julio Giulio Jules Juliusz Yuliy Yulii Gyula Iuliu Julijs Julijus | Juli Julek
Julian Giuliano Julien Yulian Iulian Julijan Yuliyan | Jule Jules
Justin Giustino Iustin Justinas Justus Justyn Justino | Just
Justina Giustina Justine Justyna Iustina | Tina
Kamal Kemal Kamel Kamil
Karim Kareem Kerim Abdelkarim Abdulkarim Krim Kerem
Khadija Hatice Khadidja Hadija Khadijah Hatidza Khadijat
Khalid Khaled Halid Halit Chaled Khaleed
Kurt Curt Kurd
Ladislav Laszlo Ladislaus Vladislav Wladyslaw Vladyslav Uladzislau Vladislavs Vladislovas Ladislao | Laci Vlad Laco Slava Vladik
Laura Laure Lora Laurette | Laurie Lore
Lawrence Laurence Lorenzo Lorenz Laurentius Lars Laurent Lavrenty Lavrentiy Wawrzyniec Lorinc Lovro Vavrinec Lourenco Laurynas Lauritz Laurens Laurentiu | Larry Laurie Renzo Enzo Lasse
Leo Lev Leon Leone Lew Leons Leonas Levko | Lyova
Leonard Leonhard Leonardo Lennart Leonardus Lenart Leonards Leonardas | Len Lenny Leo Lenni
Leonid Leonidas Leonids Leonida | Lyonya Lenya
Leopold Leopoldo Lipot Leopolds Luitpold | Leo Poldi
Louis Ludwig Luis Luigi Lewis Ludovic Ludvig Lluis Ludwik Ludovico Lodewijk Lajos Luiz Ludvik Aloysius Alois Alojz Alojzy Liudvikas | Lou Louie Gigi Lutz
Louise Luise Luisa Ludwika Louisa Lovisa Ludovica Ludvika Lujza Luiza Aloisia | Lou Lulu Lisa
Lucas Luke Lukas Luca Luka Lukasz Luc Loukas Lukacs Lluc | Luki
Lucia Lucy Lucie Lucija Luzia Lucja Liucija | Luz Lucka
Lyubov Liubov Lyubova Ljubov Lubov Ljubow | Lyuba Liuba Ljuba Luba
Lyudmila Ludmila Lyudmyla Liudmila Liudmyla Ljudmila Ludmilla | Lyuda Luda Mila Lusya
Magdalena Madeleine Maddalena Magdalene Madalena Magdolna Madeline Mahdalena Magdaleena Matleena | Lena Magda Maddie Leni Malene Marlene Malin
Mahmoud Mahmud Mahmut Makhmud Mehmoud Mahmood Mahmoed
Malgorzata Margaret Margarita Margherita Marguerite Margarete Margarethe Margareta Marharyta Marketa Margit Merete Margriet Mairead Margarida Margrethe Margaryta | Meg Peggy Maggie Greta Grete Gretel Rita Gosia Gretchen Margot Daisy Gitta Griet
Marcel Marcello Marcelo Marcell Marceli Marcellus | Celo
Maria Mary Marie Marija Mariya Mariia Marya Maryam Mariam Miriam Meryem Mirjam Marja Moira Maura Maire Marika Meriem Myriam Maryem Maryia Miryam | Masha Mia Mimi Molly Polly Mitzi Manya Maja Mascha Marusya Ria Mieke Maike
Mariana Marianna Marianne Marijana Maryana | Nana
Marina Maryna Marinela Marinella | Rina
Mark Marcus Marco Markus Marc Marek Marcos Marko Markos Markas Marks Marku Marcu
Marius Mario Mariusz Marijus Marios
Martha Marta Marthe Marfa Martta
Martin Martino Marten Morten Marcin Martijn Martins Martynas Maarten Marton Martti Martim Martinus Martyn | Marty Tino
Martina Martine Martyna | Tina
Matthew Matthias Matteo Mateo Mathieu Matthieu Mateusz Matvey Matej Mattias Matias Matija Matyas Mathias Mateus Matei Matheus Matvei Matous Matiss Motiejus Matvii Matviy Mads Matti Mathew Maciej Mathis Mattia Matthijs Mathijs | Matt Matty Teo Matze Matz Maciek Thijs Hias
Maurice Moritz Maurizio Mauricio Mauritius Maurits Maurycy Moric Morris Mauritz | Moe Momo
Max Maximilian Maxim Maksim Massimo Maximo Maksym Maximiliano Massimiliano Maxime Maksymilian Miksa Maksims Maksimilian | Maxi Maks
Mehdi Mahdi Mehdy Mehti
Mikhail Michael Michel Miguel Mihail Michal Mykhailo Michele Mihai Mihaly Mikael Mikkel Mihailo Mihajlo Mykhaylo Michail Mikel Michiel Michalis Miquel Mihael Mikail Mihkel Mykolas Mikhailo Mihails Mihhail Mikko Micheal | Mike Mick Mickey Misha Mischa Miki Misi Micha Michi Mishko Mihnea
Michaela Michelle Mihaela Mikaela Michalina Micaela Mikhaila Michela | Micha Shelly Miki Ela
Mieczyslaw Mechislav Mecislovas | Mietek
Milan Milano Milans
Milos Milosz Milosh | Mile
Miroslav Myroslav Miroslaw Miroslavs | Mirek Miro Mirko Slava
Mohammed Muhammad Mohammad Mohamed Mehmet Muhammed Mohamad Magomed Mukhammad Mamadou Muhamed Mukhamed Mohamet Muhamad Muhamet Magomet Mehmed Mahomed Mohd Muhammet Mahamadou Mahamat Mouhamed | Mo Moh Memo Moha
Monica Monika Monique | Moni Mona
Moses Moshe Moises Moussa Mousa Musa Mojzesz Mozes Moise Moisei Movses Mose | Moe Moishe
Mustafa Mostafa Mustapha Moustafa Moustapha Mostefa | Musti
Nadezhda Nadia Nadiya Nadiia Nadja Nadejda Nadezda Nadzeya | Nadya Nadine Nada
Nasser Nasir Naser Nassir Nacer
Natalia Natalie Natalya Nataliya Nataliia Nathalie Natalija Natalja Natallia Nataly | Natasha Nata Natascha Talya Tasha Nat
Nathan Natan Nathaniel Nathanael Natanael | Nat Nate
Nicholas Nikolai Nicolas Nikolaos Niccolo Nicola Nikolay Nikola Mykola Niklas Nikolaus Nicolae Miklos Mikolaj Nils Niels Nikolas Nicolaus Mikalai Mikulas Nikolaj Nikolajs Nikolajus Nicolau Nikolos | Nick Nico Niko Kolya Nik Klaus Claus Klaas Nikos Niki Nicky Miki Colin Nicu
Nicole Nicoletta Nikoletta Nikol Nicolette Nicolina Nikolina | Nicky Nico Niki
Nikita Mykyta Mikita Nikitas
Oksana Oxana Xenia Ksenia Kseniya Kseniia Ksenija Aksana Aksinya | Ksyusha
Oleg Oleh Aleh Olegs Olegas
Olga Olha Helga Volha | Olya Ola Olly
Oliver Olivier Oliviero Oliwer Olivers | Ollie Olli
Omar Umar Omer Umer Oumar
Oscar Oskar Oszkar Oskars Oskari | Ossi
Osman Othman Usman Uthman Ousmane
Otto Ottone Otton Oton
Patrick Patrik Patricio Patrizio Patryk Padraig Patrice Patricius Padraic | Pat Paddy Rick
Patricia Patrizia Patrycja Patricija | Pat Patty Trish Tricia
Paul Pablo Paolo Pavel Pawel Pavlo Paulo Paulus Pavao Paval Pavol Boulos Paavo Pavle Paulius Pauls Pavlos Pal Poul | Pasha Pavlik Pali Paulie
Paula Paola Pauline Paulina Pavla Polina Pavlina | Polya Paulette
Peter Pedro Pietro Pierre Petr Pyotr Piotr Petro Petar Petros Pieter Peder Petru Petrus Petter Pekka Pere Petre Per Pjotr Piero Botros Boutros Peteris Petras Peadar Bedros Petri Piatro Piers | Pete Petya Perico Petko Peppo Petja Piet Petrusha
Petra Petronella Petronela Pernilla Pernille
Philip Philipp Filippo Felipe Filip Philippe Filippos Filipp Fulop Filipe Pylyp Phillip Filips Pilypas | Phil Flip Pippo Lippo
Rachel Rahel Raquel Rachele Rakel Rachela | Rae
Rahman Rehman Rakhman Abdurrahman Abdulrahman Abdelrahman Abdurahman Abderrahmane Abdurakhman Abdirahman
Ralph Ralf Raul Raoul | Ralphie
Ramadan Ramazan Ramzan Ramadhan Ramadani
Rashid Rachid Rasheed Reshid Rasit
Raphael Rafael Raffaele Rafal Raffaello Rafail Rafayel Rafaels | Rafa Raf Raffi Rafi
Raymond Raimund Raimondo Ramon Raimundo Rajmund Reimund Raimond Raymund Raimonds | Ray Moncho
Rebecca Rebekka Rebeca Rivka Rebekah Rebeka | Becky Becca
Reinhold Rinaldo Reinaldo Reynold Reynaldo Renaud Reinholds
Renate Renata Renee | Reni
Rene Renato Renatus Renat
Richard Riccardo Ricardo Rikard Ryszard Rihards Rickard | Rick Dick Richie Rich Ricky Rico Rysiek
Robert Roberto Ruprecht Rupert Roberts Robertas Rupprecht | Bob Rob Robbie Bobby Robin Bert Robi
Roger Rogelio Ruggero Rudiger Ruediger Rutger Rogerio Rodger | Rodge
Roland Orlando Rolando Roldan Rolands Rolandas Lorand | Rolly
Roman Romain Romano Romans Romanas Raman | Roma
Rosa Rose Rosalia Rosalie Roza Rozalia Ruza Ruzena | Rosi Rosie Rosita Rosina
Rudolf Rodolfo Rudolph Rodolphe Rudolfs Rudolfas Rolf | Rudi Rudy
Said Saeed Sayeed Saiid Saaid Seid Sait
Salih Saleh Salah Saalih Salikh
Samuel Samuele Shmuel Samuil Samuels Samuelis | Sam Sammy Samu Sami
Sarah Sara Sarra Zara Saara | Sally Sari
Sebastian Sebastiano Sebastien Sebastiao Sebestyen Sevastian Sebastiaan Sebastijan Sebastjan Bastien Sevastyan | Seb Basti Bastian
Sergei Sergey Serge Sergio Serhii Serhiy Siarhei Sergej Sergiu Sergiusz Sergii Sergiy Sergejs Sergejus Sarkis Serhei Sergius | Seryozha Serj
Shamil Samil Chamil Shamyl
Sharif Sherif Cherif Shareef Serif
Simon Simeon Simone Szymon Semyon Symeon Semen Simao Shimon Simonas Simion Simun Semjon | Sim Simo Senya
Simona Simonetta Simonne Szymona
Sophia Sofia Sophie Zofia Sofiya Sofie Sofija Zsofia Sofiia Sofya Safiya Zofie | Sonya Sonia Sonja Zosia Zsofi Sophy
Stanislav Stanislaw Stanislaus Stanislas Stanislao Stanislavs Stanislovas Estanislao Szaniszlo | Stan Stas Staszek Slava Standa
Stella Estella Estelle Estrella
Stephen Stefan Stephan Steven Stefano Esteban Etienne Istvan Stepan Szczepan Stefanos Stevan Stjepan Stephane Stepans Estevao Staffan Steponas Stefans Tapani Esteve Sciapan | Steve Stevie Pista Steffen Stipe
Stephanie Stefania Estefania Stefanie Stephania Stefaniya Stefanija Stepanka | Steffi Steph Fanny
Suleiman Suleyman Solomon Sulaiman Salomon Souleymane Soliman Sulejman Sulayman Shlomo Slimane Salamon | Sol
Susan Susanna Suzanne Susanne Zuzanna Zuzana Zsuzsanna Susana Suzana Susannah Shoshana | Sue Susi Suzy Susie Zuza Zsuzsa Sanna
Svetlana Svitlana Swetlana Sviatlana Svjetlana | Sveta Lana
Svyatoslav Sviatoslav Svjatoslav Swietoslaw Svetoslav | Slava
Tadeusz Thaddeus Taddeo Tadej Faddei Tadas Tadeas Tadeo | Tadek Tad
Tamara Tamar Tamari | Toma
Tariq Tarik Tarek Tareq
Tatiana Tatyana Tetiana Tatjana Taciana Tetyana Tatsiana | Tanya Tanja Tania
Theodore Theodor Feodor Fyodor Fedor Teodor Teodoro Theodoros Fjodor Fedir Todor Tivadar Tudor Fiodar Theodoor Teodors | Ted Theo Teddy Fedya Teo
Theresa Teresa Therese Terezia Teresia Tereza Theresia Terezie Terezija | Terry Tess Tessa Resi Terka Teri
Thomas Tomas Tommaso Tomasz Tamas Foma Toma Tuomas Tome Toomas Toms Tomaz Khoma | Tom Tommy Tomek Tomi
Timothy Timothee Timoteo Timofey Timofei Timotheus Timotej Tymofiy Tymofii Tymoteusz Timofej Tsimafei | Tim Timmy Timo
Ulrich Ulric Ulrik Ulrico Oldrich Ulryk Ulderico | Uli Ulli Utz Ueli
Ulrike Ulrika Ulrica | Uli Ulla Rike
Ursula Orsola Orsolya Urszula Ursule | Ursel Uschi Ulla
Valentin Valentine Valentino Balint Walenty Valentyn Valentijn Valentins Valentinas Valiantsin | Val Valya Tino
Valentina Valentyna Walentyna Valiantsina | Valya Tina
Valery Valeri Valerij Valerio Valeriy Valerii Valere Walery Valeriu Valerijs Valerijus Valerius | Valera
Valeria Valerie Valeriya Valeriia Walerija Valeryia | Lera Val
Vera Wera Viera Vira Wiera Vjera
Veronica Veronika Veronique Weronika | Nika Ronnie Vroni
Viktor Victor Vittorio Wiktor Viktors Viktoras Vitor | Vic Vitya Vitek Vik
Viktoria Victoria Vittoria Wiktoria Viktoriya Viktoriia Victoire Viktorija Vitoria Viktoryia | Vicky Vika Viki Tori
Vincent Vincenzo Vicente Vincenz Wincenty Vikentiy Vinzenz Vincentas Vincents Vicenc | Vin Vinny Vince Enzo Vinko
Violeta Violetta Violet Violette Wioletta | Viola Vi
Virginia Virginie Virginija | Ginny
Vitaly Vitali Vitaliy Vitalij Vitalii Vitale Witalij Vitalie Vitalijs Vitalijus | Vitalik
Vladimir Volodymyr Wladimir Uladzimir Wlodzimierz Valdemar Waldemar Vladimirs Vladimiras Voldemar Voldemars Vladimer | Vlad Volodya Vova Vlado Waldek
Vsevolod Wsewolod Usevalad Vsevolods | Seva
Vyacheslav Viacheslav Vaclav Waclaw Wenzel Wenceslas Wenceslaus Viaceslav Vjaceslav Vyacheslaw Vjaceslavs | Slava
Walter Gualtiero Walther Valter Wouter Gautier Valters Gualter Gauthier | Walt Wally
Wilhelm William Guillaume Guillermo Guglielmo Vilhelm Willem Guilherme Vilem Viljem Vilmos Vilim Guillem Vilhelms Vilius Liam | Bill Will Billy Willy Willi Wim Memo
Wilhelmina Wilhelmine Guglielmina Vilma Guillermina Vilhelmina | Mina Wilma Minnie
Xavier Xaver Saverio Javier Ksawery Xabier Ksaver | Xavi Javi
Yuri Yury Yurii Yuriy Iurii Jurij Juri Jurijs Iouri Yurij Jury | Yura Jura
Yunus Younes Younous Yunis Younis Junus
Zacharias Zachary Zakhar Zaccaria Zacarias Zakaria Zakariya Zekeriya Zaharia Zachariasz Zahari | Zach Zak
Zaynab Zeinab Zainab Zeynep Zineb Zejneb
Zbigniew Zbynek Zbigniev | Zbyszek
Zdenek Zdenko Zdzislaw Zdislav | Zdenda
`;
