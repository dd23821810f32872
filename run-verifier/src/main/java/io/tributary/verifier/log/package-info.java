/** Reading back from Kafka what a run published. */
@NullMarked
package io.tributary.verifier.log;

import org.jspecify.annotations.NullMarked;
