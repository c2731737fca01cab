/** What a group's key follows where a run's name could stand. */
const PREFIX = "group:";

export const groupName = (key: string): string => PREFIX + key;
export const isGroupName = (name: string): boolean => name.startsWith(PREFIX);
export const keyOf = (name: string): string => name.slice(PREFIX.length);
