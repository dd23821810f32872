package io.tributary.simulator.content;

import java.util.Locale;

/**
 * The nationalities of randomuser.me and what is peculiar to each. In a pattern {@code #} stands
 * for a digit and {@code @} for a capital letter; a postcode whose pattern is digits only is a JSON
 * number unless the nationality writes it as text.
 */
public enum Nationality {
  AU("Australia", "en-AU", "####", false, "TFN", "#########", "0#-####-####", "04##-###-###"),
  BR(
      "Brazil",
      "pt-BR",
      "#####",
      false,
      "CPF",
      "###.###.###-##",
      "(##) ####-####",
      "(##) ####-####"),
  CA("Canada", "en-CA", "@#@ #@#", true, "SIN", "#########", "@## @##-####", "@## @##-####"),
  CH(
      "Switzerland",
      "de-CH",
      "####",
      false,
      "AVS",
      "756.####.####.##",
      "07# ### ## ##",
      "07# ### ## ##"),
  DE("Germany", "de", "#####", false, "SVNR", "## ###### @ ###", "0###-#######", "017#-#######"),
  DK("Denmark", "da-DK", "#####", false, "CPR", "######-####", "########", "########"),
  ES("Spain", "es", "#####", false, "DNI", "########-@", "9##-###-###", "6##-###-###"),
  FI("Finland", "fi-FI", "#####", false, "HETU", "######-###@", "0#-###-###", "04#-###-##-##"),
  FR(
      "France",
      "fr",
      "#####",
      false,
      "INSEE",
      "############# ##",
      "0#-##-##-##-##",
      "06-##-##-##-##"),
  GB(
      "United Kingdom",
      "en-GB",
      "@@# #@@",
      true,
      "NINO",
      "@@ ## ## ## @",
      "01### ######",
      "07### ######"),
  IE("Ireland", "en-IE", "#####", false, "PPS", "#######@", "0##-###-####", "081-###-####"),
  IN("India", "en-IN", "#####", false, "UIDAI", "############", "##########", "##########"),
  IR("Iran", "fa", "#####", false, "", "", "0##-########", "09##-###-####"),
  MX(
      "Mexico",
      "es-MX",
      "#####",
      false,
      "NSS",
      "## ## ## #### #",
      "(6##) ### ####",
      "(6##) ### ####"),
  NL("Netherlands", "nl", "#### @@", true, "BSN", "########", "(0##) #######", "(06) ########"),
  NO("Norway", "nb-NO", "####", true, "FN", "###########", "########", "########"),
  NZ("New Zealand", "en-NZ", "#####", false, "", "", "(###)-###-####", "(###)-###-####"),
  RS("Serbia", "", "#####", false, "SID", "#########", "0##-####-###", "06#-####-###"),
  TR("Turkey", "tr", "#####", false, "", "", "(###)-###-####", "(###)-###-####"),
  UA("Ukraine", "uk", "#####", false, "", "", "(0##) ###-####", "(0##) ###-####"),
  // Datafaker's plain English is American
  US(
      "United States",
      "en",
      "#####",
      false,
      "SSN",
      "###-##-####",
      "(###) ###-####",
      "(###) ###-####");

  private final String country;
  private final String language;
  private final String postcode;
  private final boolean postcodeIsText;
  private final String idName;
  private final String idValue;
  private final String phone;
  private final String cell;

  Nationality(
      String country,
      String language,
      String postcode,
      boolean postcodeIsText,
      String idName,
      String idValue,
      String phone,
      String cell) {
    this.country = country;
    this.language = language;
    this.postcode = postcode;
    this.postcodeIsText = postcodeIsText;
    this.idName = idName;
    this.idValue = idValue;
    this.phone = phone;
    this.cell = cell;
  }

  public String country() {
    return country;
  }

  /** Datafaker's language tag; empty where Datafaker does not know the language. */
  String language() {
    return language;
  }

  /** The language's locale, for Datafaker. */
  Locale locale() {
    return Locale.forLanguageTag(language);
  }

  public String postcode() {
    return postcode;
  }

  public boolean postcodeIsText() {
    return postcodeIsText;
  }

  /** What its identity numbers are called; empty where {@code id.value} is null. */
  public String idName() {
    return idName;
  }

  public String idValue() {
    return idValue;
  }

  public String phone() {
    return phone;
  }

  public String cell() {
    return cell;
  }
}
