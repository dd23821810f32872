/** Tests of what the console asks others. */
@org.jspecify.annotations.NullMarked
package io.tributary.console.platform;
