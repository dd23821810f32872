package io.tributary.simulator.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.datafaker.Faker;

/**
 * The people of all nationalities, the same in every process. A nationality is drawn when it is
 * asked for first: Datafaker takes up to a second for all of them. Safe for use by several threads.
 */
public final class Population {
  private static final int DRAWS = 80;
  // stray spaces, as real answers have them: in one street of sixteen, in one city of forty
  private static final int STREETS_PER_STRAY_SPACE = 16;
  private static final int CITIES_PER_STRAY_SPACE = 40;

  private final Map<Nationality, People> drawn = new ConcurrentHashMap<>();
  private final Properties local = local();

  public People of(Nationality nationality) {
    People known = drawn.get(nationality);
    return known != null ? known : drawn.computeIfAbsent(nationality, this::draw);
  }

  private People draw(Nationality nationality) {
    boolean spoken = !nationality.language().isEmpty();
    Faker faker =
        new Faker(
            spoken ? nationality.locale() : Locale.ENGLISH,
            new Random(nationality.name().hashCode()));
    return new People(
        nationality,
        Word.of(nationality.country()),
        words(texts(nationality, "male", () -> faker.name().maleFirstName())),
        words(texts(nationality, "female", () -> faker.name().femaleFirstName())),
        words(texts(nationality, "last", () -> faker.name().lastName())),
        words(strayLeft(texts(nationality, "city", () -> faker.address().city()))),
        words(texts(nationality, "state", () -> faker.address().state())),
        words(strayRight(texts(nationality, "street", () -> faker.address().streetName()))));
  }

  private List<String> texts(Nationality nationality, String kind, Supplier<String> faker) {
    String ours = local.getProperty(nationality + "." + kind);
    if (ours != null) {
      return Arrays.asList(ours.split(",", -1));
    }
    Set<String> texts = new LinkedHashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      texts.add(faker.get());
    }
    return new ArrayList<>(texts);
  }

  private static List<String> strayRight(List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> texts.get(i) + (i % STREETS_PER_STRAY_SPACE == 3 ? " " : ""))
        .toList();
  }

  private static List<String> strayLeft(List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> (i % CITIES_PER_STRAY_SPACE == 7 ? " " : "") + texts.get(i))
        .toList();
  }

  private static List<Word> words(List<String> texts) {
    return texts.stream().map(Word::of).toList();
  }

  private static Properties local() {
    Properties local = new Properties();
    try (InputStream bytes = Population.class.getResourceAsStream("local.properties")) {
      if (bytes == null) {
        throw new IllegalStateException("local.properties is missing from the simulator's jar");
      }
      local.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return local;
  }
}
