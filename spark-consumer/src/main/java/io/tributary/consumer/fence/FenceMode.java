package io.tributary.consumer.fence;

/** Whether offsets are committed behind a fence. */
public enum FenceMode {
  /** Where a killed node could forget acknowledged writes that no other node has. */
  AUTO,
  /** Wherever a killed node could forget acknowledged writes, however many others have them. */
  ON,
  /** Never. */
  OFF
}
