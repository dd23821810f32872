package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which members tell the records apart.
 *
 * @param members one or two; the first is the event's key
 * @param isUnique whether they do so in the sample
 */
record KeyChoice(List<Member> members, boolean isUnique) {
  private static final Pattern BEST = Pattern.compile("_?(id|uuid|guid)|identifier|unique_key");
  private static final Pattern GOOD =
      Pattern.compile(".*_(uuid|guid|key|no|number|code)|(?!(old|parent|user|owner|author)_).*id");
  private static final Pattern FAIR =
      Pattern.compile("key|sku|number|symbol|code|slug|ticker|isbn|pair|no|nr|iso|handle");
  private static final int MOST_CANDIDATES = 12;

  KeyChoice {
    members = List.copyOf(members);
  }

  /** The best by uniqueness, name and type; none if no member can be a key. */
  static Optional<KeyChoice> of(List<Member> members) {
    List<Member> candidates =
        members.stream()
            .filter(member -> !member.isSecret() && member.isInEach())
            .filter(member -> FieldGuess.of(member).filter(FieldGuess::canBeKey).isPresent())
            .sorted(Comparator.comparingInt(KeyChoice::score).reversed())
            .toList();
    Optional<Member> unique = candidates.stream().filter(Member::isUnique).findFirst();
    if (unique.isPresent()) {
      return Optional.of(new KeyChoice(List.of(unique.get()), true));
    }
    List<Member> best = candidates.stream().limit(MOST_CANDIDATES).toList();
    for (Member first : best) {
      for (Member second : best) {
        if (!first.equals(second) && areUnique(first, second)) {
          return Optional.of(new KeyChoice(List.of(first, second), true));
        }
      }
    }
    return best.stream().findFirst().map(member -> new KeyChoice(List.of(member), false));
  }

  private static boolean areUnique(Member one, Member other) {
    Set<List<String>> pairs = new HashSet<>();
    for (int i = 0; i < one.records(); i++) {
      pairs.add(List.of(one.present().get(i).asText(), other.present().get(i).asText()));
    }
    return pairs.size() == one.records();
  }

  private static int score(Member member) {
    String name = ColumnNames.snake(member.name());
    int score = -6 * (member.path().size() - 1);
    if (BEST.matcher(name).matches()) {
      score += 20;
    } else if (GOOD.matcher(name).matches()) {
      score += 10;
    } else if (FAIR.matcher(name).matches()) {
      score += 9;
    } else if (name.equals("name") || name.equals("url") || name.equals("title")) {
      score += 3;
    }
    String type = FieldGuess.of(member).map(FieldGuess::type).orElse("");
    score += type.equals("uuid") ? 20 : 0;
    score += type.equals("timestamp") || type.equals("date") ? 2 : 0;
    score -= member.present().stream().anyMatch(value -> value.asText().length() > 200) ? 20 : 0;
    return score;
  }

  /** What the values of a record's key are, for comparing pages. */
  List<String> valuesIn(JsonNode record) {
    List<String> values = new ArrayList<>();
    members.forEach(member -> values.add(record.at(member.pointer()).asText()));
    return values;
  }
}
