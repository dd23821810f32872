/** Tests of the REST API. */
@org.jspecify.annotations.NullMarked
package io.tributary.console.api;
