package io.tributary.verifier.deadletter;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;

/** A dead letter with what the table has of the original record. */
public record DeadLetterWithRecord(DeadLetter letter, LetterVersion version, RecordCopy copy) {}
