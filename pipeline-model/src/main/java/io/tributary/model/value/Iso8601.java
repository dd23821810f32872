package io.tributary.model.value;

/**
 * Times and dates in ISO 8601's extended form, years 0000 to 9999, as milliseconds and days since
 * 1970-01-01 (UTC, proleptic Gregorian calendar). Allocates nothing.
 */
public final class Iso8601 {
  /** What the parsing methods return for a text that is none. */
  public static final long INVALID = Long.MIN_VALUE;

  /** 0000-01-01T00:00:00.000Z. */
  public static final long MIN_MILLIS = -62_167_219_200_000L;

  /** 9999-12-31T23:59:59.999Z. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  /** Length of {@code 2013-05-28T06:47:35.571Z}. */
  public static final int INSTANT_LENGTH = 24;

  /** Length of {@code 2013-05-28}. */
  public static final int DATE_LENGTH = 10;

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int DAYS_PER_ERA = 146_097;
  private static final int DAYS_TO_1970 = 719_468;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private Iso8601() {}

  /**
   * A time with its zone: {@code 2013-05-28T06:47:35.571Z}, {@code 2013-05-28 08:47+02:00}. Seconds
   * and up to nine digits of their fraction may be missing; what is finer than a millisecond is cut
   * off.
   */
  public static long parseMillis(byte[] in, int start, int stop) {
    long day = parseDate(in, start, Math.min(start + DATE_LENGTH, stop));
    int i = start + DATE_LENGTH;
    if (day == INVALID || stop - i < 7 || !isTimeMark(in[i])) {
      return INVALID;
    }
    int hour = twoDigits(in, i + 1);
    int minute = in[i + 3] == ':' ? twoDigits(in, i + 4) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    i += 6;
    long millis = day * MILLIS_PER_DAY + (hour * 60L + minute) * 60_000;
    if (in[i] == ':') {
      int second = i + 2 < stop ? twoDigits(in, i + 1) : -1;
      if (second < 0 || second > 59) {
        return INVALID;
      }
      millis += second * 1_000L;
      i += 3;
      if (i < stop && in[i] == '.') {
        int fraction = i + 1;
        i = afterDigits(in, fraction, stop);
        if (i == fraction || i - fraction > 9) {
          return INVALID;
        }
        millis += milliseconds(in, fraction, i);
      }
    }
    long offset = offsetMinutes(in, i, stop);
    if (offset == INVALID) {
      return INVALID;
    }
    millis -= offset * 60_000;
    return millis < MIN_MILLIS || millis > MAX_MILLIS ? INVALID : millis;
  }

  /** A date: {@code 2013-05-28}. */
  public static long parseDate(byte[] in, int start, int stop) {
    if (stop - start != DATE_LENGTH || in[start + 4] != '-' || in[start + 7] != '-') {
      return INVALID;
    }
    int century = twoDigits(in, start);
    int ofCentury = twoDigits(in, start + 2);
    int month = twoDigits(in, start + 5);
    int day = twoDigits(in, start + 8);
    if (century < 0 || ofCentury < 0 || month < 1 || month > 12 || day < 1) {
      return INVALID;
    }
    int year = century * 100 + ofCentury;
    return day > daysIn(month, year) ? INVALID : epochDay(year, month, day);
  }

  /** The day of a time. */
  public static long dayOf(long millis) {
    return Math.floorDiv(millis, MILLIS_PER_DAY);
  }

  /** Writes {@code 2013-05-28T06:47:35.571Z} for a time that {@link #parseMillis} can give. */
  public static void writeInstant(long millis, byte[] out, int at) {
    writeDate(dayOf(millis), out, at);
    int ofDay = (int) Math.floorMod(millis, MILLIS_PER_DAY);
    out[at + 10] = 'T';
    writeTwo(ofDay / 3_600_000, out, at + 11);
    out[at + 13] = ':';
    writeTwo(ofDay / 60_000 % 60, out, at + 14);
    out[at + 16] = ':';
    writeTwo(ofDay / 1_000 % 60, out, at + 17);
    out[at + 19] = '.';
    out[at + 20] = (byte) ('0' + ofDay % 1_000 / 100);
    writeTwo(ofDay % 100, out, at + 21);
    out[at + 23] = 'Z';
  }

  /** Writes {@code 2013-05-28} for a day that {@link #parseDate} can give. */
  public static void writeDate(long epochDay, byte[] out, int at) {
    // Eras of 400 years that begin on the first of March: the day of the leap year comes last.
    long shifted = epochDay + DAYS_TO_1970;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int ofEra = (int) Math.floorMod(shifted, (long) DAYS_PER_ERA);
    int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    writeTwo(year / 100, out, at);
    writeTwo(year % 100, out, at + 2);
    out[at + 4] = '-';
    writeTwo(month, out, at + 5);
    out[at + 7] = '-';
    writeTwo(day, out, at + 8);
  }

  private static long epochDay(int year, int month, int day) {
    int shiftedYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(shiftedYear, 400);
    int yearOfEra = Math.floorMod(shiftedYear, 400);
    int monthFromMarch = month > 2 ? month - 3 : month + 9;
    int ofYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    int ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear;
    return (long) era * DAYS_PER_ERA + ofEra - DAYS_TO_1970;
  }

  private static int daysIn(int month, int year) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return switch (month) {
      case 2 -> leap ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isTimeMark(int c) {
    return c == 'T' || c == 't' || c == ' ';
  }

  private static long offsetMinutes(byte[] in, int at, int stop) {
    int length = stop - at;
    if (length == 1) {
      return in[at] == 'Z' || in[at] == 'z' ? 0 : INVALID;
    }
    boolean colon = length == 6 && in[at + 3] == ':';
    if ((length != 3 && length != 5 && !colon) || (in[at] != '+' && in[at] != '-')) {
      return INVALID;
    }
    int hours = twoDigits(in, at + 1);
    int minutes = length == 3 ? 0 : twoDigits(in, stop - 2);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MAX_OFFSET_MINUTES) {
      return INVALID;
    }
    int offset = hours * 60 + minutes;
    return in[at] == '-' ? -offset : offset;
  }

  private static int milliseconds(byte[] in, int start, int stop) {
    int millis = 0;
    for (int i = 0; i < 3; i++) {
      millis = millis * 10 + (start + i < stop ? in[start + i] - '0' : 0);
    }
    return millis;
  }

  private static int afterDigits(byte[] in, int start, int stop) {
    int i = start;
    while (i < stop && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return i;
  }

  /** The number that two digits are; -1 where one is none. */
  private static int twoDigits(byte[] in, int at) {
    int tens = in[at] - '0';
    int ones = in[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  private static void writeTwo(int number, byte[] out, int at) {
    out[at] = (byte) ('0' + number / 10);
    out[at + 1] = (byte) ('0' + number % 10);
  }
}
