package io.tributary.simulator.user;

import io.tributary.simulator.content.Nationality;
import io.tributary.simulator.content.People;
import io.tributary.simulator.content.Word;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One user while it is written. Everything is drawn in the same order, also what is left out in the
 * end, so that a user does not change with the members asked for.
 */
final class UserText {
  private static final long DAY = 86_400_000;
  private static final long BORN_FIRST = LocalDate.of(1944, 9, 1).toEpochDay() * DAY;
  private static final long BORN_END = LocalDate.of(2001, 6, 1).toEpochDay() * DAY;
  private static final long REGISTERED_FIRST = LocalDate.of(2002, 3, 1).toEpochDay() * DAY;
  private static final long REGISTERED_END = LocalDate.of(2022, 6, 1).toEpochDay() * DAY;

  private static final List<byte[]> TIMEZONES =
      fragments(
          "\"offset\":\"-11:00\",\"description\":\"Midway Island, Samoa\"",
          "\"offset\":\"-10:00\",\"description\":\"Hawaii\"",
          "\"offset\":\"-8:00\",\"description\":\"Pacific Time (US & Canada)\"",
          "\"offset\":\"-5:00\",\"description\":\"Bogota, Lima\"",
          "\"offset\":\"-3:30\",\"description\":\"Newfoundland\"",
          "\"offset\":\"-3:00\",\"description\":\"Brazil, Buenos Aires, Georgetown\"",
          "\"offset\":\"-1:00\",\"description\":\"Azores, Cape Verde Islands\"",
          "\"offset\":\"0:00\",\"description\":\"Lisbon, London\"",
          "\"offset\":\"+1:00\",\"description\":\"Copenhagen, Paris\"",
          "\"offset\":\"+2:00\",\"description\":\"Helsinki, Kyiv\"",
          "\"offset\":\"+3:30\",\"description\":\"Tehran\"",
          "\"offset\":\"+5:30\",\"description\":\"Mumbai, New Delhi\"",
          "\"offset\":\"+5:45\",\"description\":\"Kathmandu\"",
          "\"offset\":\"+8:00\",\"description\":\"Perth, Singapore\"",
          "\"offset\":\"+9:30\",\"description\":\"Adelaide, Darwin\"",
          "\"offset\":\"+12:00\",\"description\":\"Auckland, Fiji\"");
  private static final List<byte[]> QUALITIES =
      fragments(
          "red", "blue", "green", "silver", "golden", "orange", "purple", "black", "white",
          "yellow", "big", "tiny", "lazy", "happy", "sad", "crazy", "quick", "brown", "heavy",
          "angry");
  private static final List<byte[]> ANIMALS =
      fragments(
          "fish", "bear", "swan", "wolf", "frog", "duck", "koala", "panda", "zebra", "tiger",
          "otter", "lion", "goose", "snake", "rabbit", "meerkat", "leopard", "ostrich", "peacock",
          "gorilla");
  private static final Titles TITLES = new Titles(fragments("Mr"), fragments("Mrs", "Ms", "Miss"));
  private static final Titles SWISS =
      new Titles(
          fragments("Mr", "Monsieur"), fragments("Mrs", "Ms", "Miss", "Madame", "Mademoiselle"));
  private static final Titles OLD_TITLES =
      new Titles(fragments("mr"), fragments("mrs", "ms", "miss"));
  private static final Titles OLD_SWISS =
      new Titles(
          fragments("mr", "monsieur"), fragments("mrs", "ms", "miss", "madame", "mademoiselle"));
  private static final Set<Nationality> NUMBER_AFTER_STREET =
      EnumSet.of(Nationality.DE, Nationality.NO);

  private static final byte[] MALE = bytes("\"gender\":\"male\"");
  private static final byte[] FEMALE = bytes("\"gender\":\"female\"");
  private static final byte[] NAME = bytes("\"name\":{\"title\":\"");
  private static final byte[] FIRST = bytes("\",\"first\":\"");
  private static final byte[] NO_FIRST = bytes("\",\"first\":null");
  private static final byte[] LAST = bytes(",\"last\":\"");
  private static final byte[] LOCATION = bytes("\"location\":{\"street\":");
  private static final byte[] STREET_NUMBER = bytes("{\"number\":");
  private static final byte[] STREET_NAME = bytes(",\"name\":\"");
  private static final byte[] CITY = bytes("\"city\":\"");
  private static final byte[] STATE = bytes("\",\"state\":\"");
  private static final byte[] COUNTRY = bytes("\",\"country\":\"");
  private static final byte[] POSTCODE = bytes("\",\"postcode\":");
  private static final byte[] LATITUDE = bytes(",\"coordinates\":{\"latitude\":\"");
  private static final byte[] LONGITUDE = bytes("\",\"longitude\":\"");
  private static final byte[] TIMEZONE = bytes("\"},\"timezone\":{");
  private static final byte[] EMAIL = bytes("\"email\":\"");
  private static final byte[] EXAMPLE = bytes("@example.com\"");
  private static final byte[] UUID = bytes("\"login\":{\"uuid\":\"");
  private static final byte[] NO_UUID = bytes("not-a-uuid-");
  private static final byte[] USERNAME = bytes("\",\"username\":\"");
  private static final byte[] DOB = bytes("\"dob\":{\"date\":\"");
  private static final byte[] REGISTERED = bytes("\"registered\":{\"date\":\"");
  private static final byte[] NO_DATE = bytes("the day before yesterday");
  private static final byte[] AGE = bytes("\",\"age\":");
  private static final byte[] PHONE = bytes("\"phone\":\"");
  private static final byte[] CELL = bytes("\"cell\":\"");
  private static final byte[] ID = bytes("\"id\":{\"name\":\"");
  private static final byte[] VALUE = bytes("\",\"value\":\"");
  private static final byte[] NO_VALUE = bytes("\",\"value\":null}");
  private static final byte[] LARGE =
      bytes("\"picture\":{\"large\":\"https://randomuser.me/api/portraits/");
  private static final byte[] MEDIUM =
      bytes("\",\"medium\":\"https://randomuser.me/api/portraits/med/");
  private static final byte[] THUMBNAIL =
      bytes("\",\"thumbnail\":\"https://randomuser.me/api/portraits/thumb/");
  private static final byte[] MEN = bytes("men/");
  private static final byte[] WOMEN = bytes("women/");
  private static final byte[] JPG = bytes(".jpg");
  private static final byte[] NAT = bytes("\"nat\":\"");
  private static final byte[] QUOTED_OBJECT_END = bytes("\"}");

  private record Titles(List<byte[]> male, List<byte[]> female) {}

  private final ByteText out;
  private final boolean old;
  private final People people;
  private final Nationality nationality;
  private final Draws draws;
  private final Credentials credentials;
  private final LocalDate today;
  private final @Nullable Flaw flaw;
  private final boolean male;
  private final Word first;
  private final Word last;

  UserText(
      ByteText out,
      UserPage page,
      People people,
      Draws draws,
      Credentials credentials,
      LocalDate today,
      @Nullable Flaw flaw) {
    this.out = out;
    this.old = page.version() == ApiVersion.V1_2;
    this.people = people;
    this.nationality = people.nationality();
    this.draws = draws;
    this.credentials = credentials;
    this.today = today;
    this.flaw = flaw;
    boolean drawnMale = draws.coin();
    this.male = page.gender().map(gender -> gender == Gender.MALE).orElse(drawnMale);
    this.first = draws.of(male ? people.male() : people.female());
    this.last = draws.of(people.last());
  }

  void write(Set<Member> members) {
    out.put('{');
    boolean empty = true;
    for (Member member : Member.values()) {
      int before = out.length();
      if (!empty) {
        out.put(',');
      }
      write(member);
      if (members.contains(member) && !(member == Member.LOGIN && flaw == Flaw.NO_LOGIN)) {
        empty = false;
      } else {
        out.truncate(before);
      }
    }
    out.put('}');
  }

  private void write(Member member) {
    switch (member) {
      case GENDER -> out.put(male ? MALE : FEMALE);
      case NAME -> name();
      case LOCATION -> location();
      case EMAIL -> email();
      case LOGIN -> login();
      case DOB -> time(DOB, BORN_FIRST, BORN_END, flaw == Flaw.MALFORMED_DATE);
      case REGISTERED -> time(REGISTERED, REGISTERED_FIRST, REGISTERED_END, false);
      case PHONE -> pattern(PHONE, nationality.phone()).put('"');
      case CELL -> pattern(CELL, nationality.cell()).put('"');
      case ID -> id();
      case PICTURE -> picture();
      case NAT -> out.put(NAT).put(nationality.name()).put('"');
    }
  }

  private void name() {
    Titles modern = nationality == Nationality.CH ? SWISS : TITLES;
    Titles titles = old ? nationality == Nationality.CH ? OLD_SWISS : OLD_TITLES : modern;
    out.put(NAME).put(draws.of(male ? titles.male : titles.female));
    if (flaw == Flaw.NO_NAME) {
      out.put(NO_FIRST);
    } else {
      out.put(FIRST).put(text(first)).put('"');
    }
    out.put(LAST).put(text(last)).put(QUOTED_OBJECT_END);
  }

  private void location() {
    out.put(LOCATION);
    int number = 1 + draws.below(9999);
    byte[] street = text(draws.of(people.streets()));
    if (!old) {
      out.put(STREET_NUMBER).putNumber(number, 1).put(STREET_NAME).put(street).put("\"},");
    } else if (NUMBER_AFTER_STREET.contains(nationality)) {
      out.put('"').put(street).put(' ').putNumber(number, 1).put("\",");
    } else {
      out.put('"').putNumber(number, 1).put(' ').put(street).put("\",");
    }
    out.put(CITY).put(text(draws.of(people.cities())));
    out.put(STATE).put(text(draws.of(people.states())));
    if (!old) {
      out.put(COUNTRY).put(people.country().json());
    }
    out.put(POSTCODE);
    postcode();
    out.put(LATITUDE);
    degrees(90);
    out.put(LONGITUDE);
    degrees(180);
    out.put(TIMEZONE).put(draws.of(TIMEZONES)).put('}').put('}');
  }

  private void postcode() {
    String form = nationality.postcode();
    if (nationality.postcodeIsText()) {
      out.put('"');
      pattern(form).put('"');
    } else {
      int most = (int) Math.pow(10, form.length());
      out.putNumber(draws.between(most / 10, most), 1);
    }
  }

  private void degrees(int most) {
    long tenThousandths = draws.between(-most * 10_000L, most * 10_000L);
    if (tenThousandths < 0) {
      out.put('-');
    }
    long size = Math.abs(tenThousandths);
    out.putNumber(size / 10_000, 1).put('.').putNumber(size % 10_000, 4);
  }

  private void email() {
    out.put(EMAIL)
        .put(old ? first.rawMail() : first.mail())
        .put('.')
        .put(old ? last.rawMail() : last.mail())
        .put(EXAMPLE);
  }

  private void login() {
    out.put(UUID);
    long high = draws.next();
    long low = draws.next();
    if (flaw == Flaw.MALFORMED_UUID) {
      out.put(NO_UUID).putHex(high, 8);
    } else {
      // version 4, variant 2: the two fields that RFC 9562 fixes
      out.putHex(high >>> 32, 8).put('-').putHex(high >>> 16, 4);
      out.put('-').putHex((high & 0xFFF) | 0x4000, 4);
      out.put('-').putHex((low >>> 48 & 0x3FFF) | 0x8000, 4).put('-').putHex(low, 12);
    }
    out.put(USERNAME)
        .put(draws.of(QUALITIES))
        .put(draws.of(ANIMALS))
        .putNumber(draws.between(100, 1000), 3)
        .put('"')
        .put(',')
        .put(draws.of(credentials.members()))
        .put('}');
  }

  private void time(byte[] start, long from, long end, boolean malformed) {
    long millis = draws.between(from, end);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
    long ofDay = Math.floorMod(millis, DAY);
    out.put(start);
    if (malformed) {
      out.put(NO_DATE);
    } else {
      out.putNumber(date.getYear(), 4).put('-').putNumber(date.getMonthValue(), 2);
      out.put('-').putNumber(date.getDayOfMonth(), 2);
      out.put('T').putNumber(ofDay / 3_600_000, 2);
      out.put(':').putNumber(ofDay / 60_000 % 60, 2);
      out.put(':').putNumber(ofDay / 1000 % 60, 2);
      if (!old) {
        out.put('.').putNumber(ofDay % 1000, 3);
      }
      out.put('Z');
    }
    out.put(AGE).putNumber(yearsSince(date), 1).put('}');
  }

  private int yearsSince(LocalDate date) {
    boolean before =
        today.getMonthValue() < date.getMonthValue()
            || (today.getMonthValue() == date.getMonthValue()
                && today.getDayOfMonth() < date.getDayOfMonth());
    return today.getYear() - date.getYear() - (before ? 1 : 0);
  }

  private void id() {
    out.put(ID);
    if (nationality.idName().isEmpty()) {
      out.put(NO_VALUE);
    } else {
      out.put(nationality.idName());
      pattern(VALUE, nationality.idValue()).put(QUOTED_OBJECT_END);
    }
  }

  private void picture() {
    int number = draws.below(male ? 100 : 97);
    for (byte[] size : List.of(LARGE, MEDIUM, THUMBNAIL)) {
      out.put(size).put(male ? MEN : WOMEN).putNumber(number, 1).put(JPG);
    }
    out.put(QUOTED_OBJECT_END);
  }

  private byte[] text(Word word) {
    return old ? word.lower() : word.json();
  }

  private ByteText pattern(byte[] start, String form) {
    out.put(start);
    return pattern(form);
  }

  private ByteText pattern(String form) {
    long digits = 0;
    long left = 0;
    for (int i = 0; i < form.length(); i++) {
      char sign = form.charAt(i);
      if (sign == '@') {
        out.put((char) ('A' + draws.below(26)));
      } else if (sign == '#') {
        if (left == 0) {
          digits = draws.next() >>> 1;
          left = 15;
        }
        out.put((char) ('0' + digits % 10));
        digits /= 10;
        left--;
      } else {
        out.put(sign);
      }
    }
    return out;
  }

  private static List<byte[]> fragments(String... texts) {
    return Stream.of(texts).map(UserText::bytes).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
