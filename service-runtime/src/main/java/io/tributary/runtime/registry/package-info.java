/** Schema registries: one on the network, or a folder. */
@NullMarked
package io.tributary.runtime.registry;

import org.jspecify.annotations.NullMarked;
