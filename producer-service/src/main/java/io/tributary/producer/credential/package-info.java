/** What requests to the source prove themselves with, and how it is kept out of everything else. */
@NullMarked
package io.tributary.producer.credential;

import org.jspecify.annotations.NullMarked;
