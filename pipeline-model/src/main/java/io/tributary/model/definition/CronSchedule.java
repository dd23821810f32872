package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which schedules Airflow can run: a preset, or five fields of cron with a time that exists. Its
 * own parser is croniter, which takes some forms more (seconds, years, random values); what is
 * taken here croniter takes too, and a list that the tests of both sides read holds the two
 * together.
 */
final class CronSchedule {

  /** What is wrong with a schedule, as a problem of a definition says it. */
  record Fault(String found, String expected) {}

  private static final String EXPECTED = "none, a preset such as @daily, or five fields of cron";
  private static final Pattern PRESET =
      Pattern.compile("@(once|continuous|hourly|daily|weekly|monthly|quarterly|yearly)");
  private static final Pattern ITEM =
      Pattern.compile("(?:\\*|([0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?)(?:/(0*[1-9][0-9]{0,3}))?");
  private static final Pattern LAST_WEEKDAY = Pattern.compile("(?i)L[0-7]");
  private static final Pattern NTH_WEEKDAY = Pattern.compile("([0-9A-Za-z]+)#[1-5]");
  private static final Pattern NEAREST_WORKDAY =
      Pattern.compile("(?i)(W(0?[1-9]|[12]\\d|3[01])|(0?[1-9]|[12]\\d|3[01])W)");
  private static final int SUNDAY_AGAIN = 7;

  /** A field of cron: its name, its range, and the names that its first numbers have. */
  private record Part(String inWords, int least, int most, List<String> names) {

    String expected() {
      String words =
          names.isEmpty()
              ? ""
              : " or %s to %s".formatted(names.get(0), names.get(names.size() - 1));
      return String.format(
          Locale.ROOT,
          "what cron takes there: * or %d to %d%s, ranges, steps and lists of them",
          least,
          most,
          words);
    }

    Optional<Integer> number(String text) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      if (named >= 0) {
        return Optional.of(least + named);
      }
      if (equals(DAY) && text.equalsIgnoreCase("L")) {
        return Optional.of(most);
      }
      if (!text.matches("\\d{1,4}")) {
        return Optional.empty();
      }
      int number = Integer.parseInt(text);
      return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }
  }

  private static final Part DAY = new Part("day of the month", 1, 31, List.of());
  private static final Part MONTH =
      new Part(
          "month",
          1,
          12,
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
  private static final Part WEEKDAY =
      new Part("day of the week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  /** In the order of the fields. */
  private static final List<Part> PARTS =
      List.of(
          new Part("minute", 0, 59, List.of()),
          new Part("hour", 0, 23, List.of()),
          DAY,
          MONTH,
          WEEKDAY);

  private CronSchedule() {}

  /** What is wrong with {@code text} as a schedule; empty when Airflow can run it. */
  static Optional<Fault> faultOf(String text) {
    if (text.equals("none") || PRESET.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] fields = text.split(" ", -1);
    if (fields.length != PARTS.size()) {
      return Optional.of(new Fault(Quoted.quote(text), EXPECTED));
    }
    for (int i = 0; i < fields.length; i++) {
      Part part = PARTS.get(i);
      if (!isField(part, fields[i])) {
        String found = "%s as the %s of %s";
        return Optional.of(
            new Fault(
                found.formatted(Quoted.quote(fields[i]), part.inWords(), Quoted.quote(text)),
                part.expected()));
      }
    }
    return hasDate(fields[2], fields[3], fields[4])
        ? Optional.empty()
        : Optional.of(new Fault(Quoted.quote(text), "a schedule with a day that its months have"));
  }

  private static boolean isField(Part part, String field) {
    if (field.equals("?")) {
      return part.equals(DAY) || part.equals(WEEKDAY);
    }
    if (part.equals(DAY) && NEAREST_WORKDAY.matcher(field).matches()) {
      return true;
    }
    int special = 0;
    List<String> items = itemsOf(field);
    for (String item : items) {
      if (part.equals(WEEKDAY) && isSpecialWeekday(item)) {
        special++;
      } else if (!isItem(part, item)) {
        return false;
      }
    }
    // Croniter takes no list that has both a month's first Monday and every Tuesday.
    return special == 0 || special == items.size();
  }

  private static boolean isSpecialWeekday(String item) {
    Matcher nth = NTH_WEEKDAY.matcher(item);
    if (nth.matches()) {
      // Croniter takes 7#1 and never finds it.
      return WEEKDAY.number(nth.group(1)).filter(day -> day != SUNDAY_AGAIN).isPresent();
    }
    return LAST_WEEKDAY.matcher(item).matches();
  }

  private static boolean isItem(Part part, String item) {
    Matcher form = ITEM.matcher(item);
    if (!form.matches()) {
      return false;
    }
    boolean isAny = form.group(1) == null;
    boolean beginsWithLast = !isAny && form.group(1).equalsIgnoreCase("L");
    if (beginsWithLast && item.length() > 1) {
      return false;
    }
    return isAny
        || (part.number(form.group(1)).isPresent()
            && (form.group(2) == null || part.number(form.group(2)).isPresent()));
  }

  /** Whether some year has such a day: where weekdays are given too, either will do. */
  private static boolean hasDate(String days, String months, String weekdays) {
    boolean anyWeekday = weekdays.equals("?") || itemsOf(weekdays).contains("*");
    if (!anyWeekday || days.equals("?") || NEAREST_WORKDAY.matcher(days).matches()) {
      return true;
    }
    int longest =
        valuesOf(MONTH, months).stream()
            .mapToInt(month -> Month.of(month).maxLength())
            .max()
            .orElse(0);
    return itemsOf(days).stream().anyMatch("L"::equalsIgnoreCase)
        || valuesOf(DAY, days).stream().anyMatch(day -> day <= longest);
  }

  private static List<String> itemsOf(String field) {
    return List.of(field.split(",", -1));
  }

  private static Set<Integer> valuesOf(Part part, String field) {
    Set<Integer> values = new TreeSet<>();
    for (String item : itemsOf(field)) {
      Matcher form = ITEM.matcher(item);
      if (!form.matches()) {
        continue;
      }
      int step = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
      int low = form.group(1) == null ? part.least() : part.number(form.group(1)).orElseThrow();
      boolean isOne = form.group(1) != null && form.group(2) == null && form.group(3) == null;
      int high = form.group(2) == null ? part.most() : part.number(form.group(2)).orElseThrow();
      if (isOne) {
        values.add(low);
      } else if (form.group(2) != null && low >= high) {
        // A range that ends where it begins, or before, goes around.
        IntStream.rangeClosed(part.least(), part.most()).forEach(values::add);
      } else {
        IntStream.iterate(low, value -> value <= high, value -> value + step).forEach(values::add);
      }
    }
    return values;
  }
}
