import{al as a}from"./chunk-index-CrHpzi85.js";export{a as render};
