@org.jspecify.annotations.NullMarked
package io.tributary.verifier.replay;
