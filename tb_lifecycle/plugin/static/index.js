import{ai as a}from"./chunk-index-2yP7gWAG.js";export{a as render};
