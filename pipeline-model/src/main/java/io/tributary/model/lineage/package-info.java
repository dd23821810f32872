/** What runs tell of themselves in the words of OpenLineage. */
@NullMarked
package io.tributary.model.lineage;

import org.jspecify.annotations.NullMarked;
