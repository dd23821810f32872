package io.tributary.model.topic;

/**
 * One way in which a topic does not fit its pipeline.
 *
 * @param fatal whether a run must not publish to it
 * @param sentence what is set how, what that does to records, and the command that puts it right
 */
public record TopicProblem(boolean fatal, String sentence) {}
