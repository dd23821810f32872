package io.tributary.simulator.content;

import java.util.List;

/** The names and places that the users of one nationality are put together from. */
public record People(
    Nationality nationality,
    Word country,
    List<Word> male,
    List<Word> female,
    List<Word> last,
    List<Word> cities,
    List<Word> states,
    List<Word> streets) {}
